//! A web server in the test's own process: says what it is told to, and remembers what it was asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What is answered to a path: status line, headers, body.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) status: &'static str,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

impl Page {
    pub(crate) fn new(kind: &str, body: impl AsRef<[u8]>) -> Self {
        Self {
            status: "200 OK",
            headers: format!("Content-Type: {kind}\r\n"),
            body: body.as_ref().to_vec(),
        }
    }

    pub(crate) fn status(status: &'static str, headers: &str) -> Self {
        Self {
            status,
            headers: headers.to_owned(),
            body: Vec::new(),
        }
    }

    /// One that is sent only to those who do not have it yet.
    pub(crate) fn named(mut self, etag: &str) -> Self {
        self.headers += "ETag: \"";
        self.headers += etag;
        self.headers += "\"\r\n";
        self
    }
}

type Pages = Arc<Mutex<HashMap<String, Page>>>;

pub(crate) struct Server {
    pub(crate) base: String,
    pages: Pages,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let pages = Pages::default();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (shown, seen) = (Arc::clone(&pages), Arc::clone(&calls));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shown, seen) = (Arc::clone(&shown), Arc::clone(&seen));
                thread::spawn(move || serve(&stream, &shown, &seen));
            }
        });
        Self { base, pages, calls }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Sets what is answered to a path; `{base}` in it is the server's address.
    pub(crate) fn put(&self, path: &str, mut page: Page) {
        if let Ok(text) = String::from_utf8(page.body.clone()) {
            page.body = text.replace("{base}", &self.base).into_bytes();
        }
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// The paths that were asked for, and of each how it was answered; they are forgotten then.
    pub(crate) fn calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }
}

fn serve(mut stream: &TcpStream, pages: &Pages, calls: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).unwrap_or(0) > 0 && !head.ends_with("\r\n\r\n") {}
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    if path == "/silent" {
        calls.lock().unwrap().push(path);
        return thread::sleep(std::time::Duration::from_secs(30));
    }
    let page = pages.lock().unwrap().get(&path).cloned();
    let mut page = page.unwrap_or_else(|| Page::status("404 Not Found", ""));
    let etag = page
        .headers
        .lines()
        .find_map(|line| line.strip_prefix("ETag: ").map(str::to_owned));
    let known = |etag: &String| {
        head.to_ascii_lowercase()
            .contains(&format!("if-none-match: {etag}"))
    };
    if etag.as_ref().is_some_and(known) {
        page = Page::status("304 Not Modified", &format!("ETag: {}\r\n", etag.unwrap()));
    }
    let code = page.status.get(..3).unwrap_or_default();
    calls.lock().unwrap().push(format!("{code} {path}"));
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n",
        page.status,
        page.body.len(),
        page.headers
    );
    stream
        .write_all(&[head.as_bytes(), &page.body].concat())
        .ok();
}
