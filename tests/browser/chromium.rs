//! A headless Chromium that opens one file and ends.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, process, thread};

/// A browser that takes longer than this is killed, and its test fails.
const PATIENCE: Duration = Duration::from_mins(10);
/// Milliseconds of the page's own clock, which runs ahead while the page waits for nothing but timers.
const PAGE_TIME: &str = "--virtual-time-budget=60000";

/// The path of a browser's program.
#[derive(Clone, Debug)]
pub struct Chromium(PathBuf);

impl Chromium {
    /// The program that the environment variable `CHROMIUM` names, or the first one on the path. `None` prints that the
    /// test is skipped.
    #[track_caller]
    pub fn find() -> Option<Self> {
        if let Some(named) = env::var_os("CHROMIUM") {
            let named = PathBuf::from(named);
            assert!(named.is_file(), "CHROMIUM names {}, which is not a file", named.display());
            return Some(Self(named));
        }
        let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        let found = found.into_iter().find(|path| path.is_file()).map(Self);
        if found.is_none() {
            // The test harness keeps what `println!` prints of a test that passes.
            let text = format!("skipped, no browser on the path: {}\n", std::panic::Location::caller());
            std::io::stderr().write_all(text.as_bytes()).expect("the error output is open");
        }
        found
    }

    /// The document of a page after its scripts, as HTML.
    pub fn document(&self, html: &str) -> String {
        let folder = Folder::new();
        let page = folder.write("page.html", html);
        self.run(&folder, &["--dump-dom".to_owned(), PAGE_TIME.to_owned(), address(&page)]);
        fs::read_to_string(folder.0.join("output")).expect("the browser writes UTF-8")
    }

    /// The page, printed.
    pub fn pdf(&self, html: &str) -> Vec<u8> {
        let folder = Folder::new();
        let (page, pdf) = (folder.write("page.html", html), folder.0.join("page.pdf"));
        self.run(&folder, &[format!("--print-to-pdf={}", pdf.display()), address(&page)]);
        fs::read(pdf).expect("the browser prints the page")
    }

    fn run(&self, folder: &Folder, arguments: &[String]) {
        let create = |name: &str| File::create(folder.0.join(name)).expect("the folder is new");
        let mut child = Command::new(&self.0)
            // Pages are this test's own, and in a container the sandbox does not start.
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            // A shared memory of 64 MB, as containers have it, is too small for long pages.
            .args(["--disable-dev-shm-usage", "--allow-file-access-from-files", "--force-color-profile=srgb"])
            .arg(format!("--user-data-dir={}", folder.0.join("profile").display()))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(create("output"))
            .stderr(create("errors"))
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.0.display()));
        let start = Instant::now();
        let errors = || fs::read_to_string(folder.0.join("errors")).unwrap_or_default();
        loop {
            match child.try_wait().expect("the browser is our child") {
                Some(status) => return assert!(status.success(), "the browser ended with {status}: {}", errors()),
                None if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
                None => {
                    child.kill().and_then(|()| child.wait()).expect("the browser is our child");
                    panic!("the browser took longer than {PATIENCE:?}: {}", errors());
                }
            }
        }
    }
}

fn address(page: &Path) -> String {
    format!("file://{}", page.display())
}

/// A folder of its own for each start of a browser. Removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("covalue-browser-{}-{number}", process::id()));
        fs::create_dir_all(&folder).expect("the folder for temporary files can be written");
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).expect("the folder can be written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A child of the browser may still write; the folder then stays until the system removes it.
        let _ = fs::remove_dir_all(&self.0);
    }
}
