//! What is asked and answered, against a server in this process.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::*;
use rstest::rstest;

/// A server on a port of this machine. Each call is answered by a function of its first line and its headers.
struct Server {
    base: String,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str, &str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&calls), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                thread::spawn(move || serve(&stream, &seen, &*answer));
            }
        });
        Self { base, calls }
    }

    fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }
}

fn serve(stream: &TcpStream, seen: &Mutex<Vec<String>>, answer: &dyn Fn(&str, &str) -> Vec<u8>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).unwrap_or(0) > 0 && !head.ends_with("\r\n\r\n") {}
    if head.is_empty() {
        return;
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(head.clone());
    let mut stream = stream;
    stream.write_all(&answer(&path, &head)).ok();
}

fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn ask(url: &str) -> Result<Answer, FetchError> {
    let web = Web::new(Reach::Anywhere, Limits::default());
    web.get(
        &Question {
            url,
            ..Question::default()
        },
        &AtomicBool::new(false),
    )
}

fn got(url: &str) -> Got {
    match ask(url) {
        Ok(Answer::Got(got)) => *got,
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_and_what_is_said_of_them() {
    let server = Server::start(|_, _| {
        let headers = "Content-Type: text/HTML; charset=\"ISO-8859-2\"\r\nETag: \"a\"\r\nLast-Modified: Tue, 01 Feb 2022 10:00:00 GMT\r\n";
        reply("200 OK", headers, b"words")
    });
    let got = got(&format!("{}/a#part", server.base));
    assert_eq!(got.bytes, b"words");
    assert_eq!(got.url, format!("{}/a", server.base));
    assert_eq!(got.said.media.as_deref(), Some("text/html"));
    assert_eq!(got.said.charset.as_deref(), Some("ISO-8859-2"));
    assert_eq!(got.said.etag.as_deref(), Some("\"a\""));
    let head = server.calls()[0].to_ascii_lowercase();
    assert!(head.starts_with("get /a http/1.1"), "{head}");
    assert!(head.contains("user-agent: pullquote/") && head.contains("accept-encoding: "));
    assert!(!head.contains("cookie") && !head.contains("referer"));
}

/// "Words." nine times, packed by other programs.
#[rstest]
#[case::gzip("gzip", "1f8b08000000000002030bcf2f4a29d60b27910400c7ab3f0936000000")]
#[case::brotli("br", "1b3500f88d54b5bfbc7a934b17b2b9b0270ea0ba01")]
fn it_is_unpacked(#[case] coding: &'static str, #[case] packed: &str) {
    let packed: Vec<u8> = (0..packed.len() / 2)
        .map(|at| u8::from_str_radix(&packed[at * 2..at * 2 + 2], 16).unwrap())
        .collect();
    let server = Server::start(move |_, head| {
        assert!(head.contains(coding), "{head}");
        reply(
            "200 OK",
            &format!("Content-Encoding: {coding}\r\n"),
            &packed,
        )
    });
    assert_eq!(got(&server.base).bytes, "Words.".repeat(9).as_bytes());
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = Server::start(|_, head| {
        let is_known = head.to_ascii_lowercase().contains("if-none-match: \"a\"");
        reply(
            if is_known {
                "304 Not Modified"
            } else {
                "200 OK"
            },
            "",
            b"",
        )
    });
    let web = Web::new(Reach::Anywhere, Limits::default());
    let question = Question {
        url: &server.base,
        etag: Some("\"a\""),
        modified: Some("Tue, 01 Feb 2022 10:00:00 GMT"),
    };
    let answer = web.get(&question, &AtomicBool::new(false)).unwrap();
    assert!(matches!(answer, Answer::Same(_)));
    assert!(
        server.calls()[0]
            .to_ascii_lowercase()
            .contains("if-modified-since: ")
    );
}

#[test]
fn it_is_sent_on() {
    let server = Server::start(|path, _| match path {
        "/a" => reply("301 Moved", "Location: /b\r\n", b""),
        "/b" => reply("308 Moved", "Location: c?d\r\n", b""),
        "/for-now" => reply("302 Found", "Location: /a\r\n", b""),
        "/round" => reply("302 Found", "Location: /round\r\n", b""),
        "/lost" => reply("302 Found", "", b""),
        "/file" => reply("302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/login" => reply(
            "302 Found",
            "Location: http://me:secret@localhost/\r\n",
            b"",
        ),
        _ => reply("200 OK", "", b"words"),
    });
    let to = |path: &str| format!("{}{path}", server.base);
    let moved = got(&to("/a"));
    assert_eq!(
        (moved.url.as_str(), moved.moved),
        (to("/c?d").as_str(), true)
    );
    assert!(!got(&to("/for-now")).moved);
    assert!(!got(&to("/c")).moved);
    assert_eq!(ask(&to("/round")), Err(FetchError::TooManyHops));
    assert_eq!(ask(&to("/lost")), Err(FetchError::Nowhere));
    assert_eq!(ask(&to("/file")), Err(FetchError::NotWeb("file".into())));
    assert_eq!(ask(&to("/login")), Err(FetchError::Password));
}

/// The first is within reach, the second is not, though it is on the same machine: as a public server is that sends us on
/// to one of our own network.
#[test]
fn every_hop_is_looked_at() {
    let inner = Server::start(|_, _| reply("200 OK", "", b"secret"));
    let port = inner.base.rsplit(':').next().unwrap().to_owned();
    let outer = Server::start(move |path, _| {
        let host = path.trim_start_matches('/');
        let to = format!("Location: http://{host}:{port}/\r\n");
        reply("302 Found", &to, b"")
    });
    let web = Web::new(Reach::Only("127.0.0.1".parse().unwrap()), Limits::default());
    let ask = |host: &str| {
        let url = format!("{}/{host}", outer.base);
        let question = Question {
            url: &url,
            ..Question::default()
        };
        web.get(&question, &AtomicBool::new(false))
    };
    assert!(ask("127.0.0.1").is_ok());
    assert_eq!(inner.calls().len(), 1);
    for host in ["127.0.0.2", "127.2", "0x7f000002", "[::ffff:127.0.0.1]"] {
        assert!(matches!(ask(host), Err(FetchError::Private(_))), "{host}");
    }
    assert_eq!(inner.calls().len(), 1);
}

#[rstest]
#[case("http://127.0.0.1:{port}/")]
#[case("http://localhost:{port}/")]
#[case("http://[::ffff:127.0.0.1]:{port}/")]
#[case("http://0x7f.1:{port}/")]
#[case("http://2130706433:{port}/")]
#[case("http://0:{port}/")]
fn what_is_not_public_is_not_called(#[case] url: &str) {
    let server = Server::start(|_, _| reply("200 OK", "", b"secret"));
    let port = server.base.rsplit(':').next().unwrap();
    let url = url.replace("{port}", port);
    let web = Web::new(Reach::Public, Limits::default());
    let question = Question {
        url: &url,
        ..Question::default()
    };
    let refused = web.get(&question, &AtomicBool::new(false));
    assert!(
        matches!(refused, Err(FetchError::Private(_))),
        "{refused:?}"
    );
    assert!(server.calls().is_empty());
}

#[rstest]
#[case("ftp://news.example/", FetchError::NotWeb("ftp".into()))]
#[case("file:///etc/passwd", FetchError::NotWeb("file".into()))]
#[case("javascript:alert(1)", FetchError::NotWeb("javascript".into()))]
#[case("news.example", FetchError::BadAddress)]
#[case("https://", FetchError::BadAddress)]
#[case("https://me:secret@news.example/", FetchError::Password)]
fn what_is_no_address_of_the_web(#[case] url: &str, #[case] expected: FetchError) {
    assert_eq!(ask(url), Err(expected));
}

#[rstest]
#[case(" HTTP://News.Example:80 ", "http://news.example/")]
#[case("https://news.example/a/../b#part", "https://news.example/b")]
fn one_way_to_write_an_address(#[case] raw: &str, #[case] expected: &str) {
    assert_eq!(normal(raw).as_deref(), Ok(expected));
}

#[test]
fn refusals_have_words() {
    let server = Server::start(|path, _| match path {
        "/404" => reply("404 Not Found", "", b""),
        "/410" => reply("410 Gone", "", b""),
        "/429" => reply("429 Slow", "Retry-After: 120\r\n", b""),
        _ => reply(
            "503 Busy",
            "Date: Tue, 01 Feb 2022 10:00:00 GMT\r\nRetry-After: Tue, 01 Feb 2022 10:05:00 GMT\r\n",
            b"",
        ),
    });
    let ask = |path: &str| ask(&format!("{}{path}", server.base)).unwrap_err();
    assert_eq!(
        ask("/404").to_string(),
        "the server answers that there is nothing (404)"
    );
    assert_eq!(ask("/410"), FetchError::Gone);
    assert_eq!(ask("/429"), FetchError::Later(Some(120)));
    assert_eq!(ask("/503"), FetchError::Later(Some(300)));
}

/// Three kilobytes that unpack to three megabytes of one letter.
fn bomb() -> Vec<u8> {
    let head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff";
    let begin = b"\xed\xc1\x01\x0d\0\0\0\xc2\xa0\xac\xef\x5f\xc2\x1c\x6e\x40\x01";
    [head.as_slice(), begin, &[0; 3047], b"\x7c\x1b"].concat()
}

#[rstest]
#[case::gzip(
    "gzip",
    b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\x2b\xcf\x2f\x4a\x29\x06\0\x8c\x1e\x7d\x71\x05\0\0\0"
)]
#[case::brotli("br", b"\x0b\x02\x80words\x03")]
fn what_is_packed_is_unpacked(#[case] coding: &'static str, #[case] packed: &'static [u8]) {
    let server = Server::start(move |_, head| {
        assert!(head.to_ascii_lowercase().contains(coding));
        reply("200 OK", &format!("Content-Encoding: {coding}\r\n"), packed)
    });
    assert_eq!(got(&server.base).bytes, b"words");
}

#[test]
fn size_is_bounded_packed_or_not() {
    let server = Server::start(|path, _| match path {
        "/packed" => reply("200 OK", "Content-Encoding: gzip\r\n", &bomb()),
        "/chunks" => {
            let head =
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
            let chunk = [b"10000\r\n".as_slice(), &vec![b'a'; 0x10000], b"\r\n"].concat();
            [head.as_slice(), &chunk.repeat(40)].concat()
        }
        _ => reply("200 OK", "", &vec![b'a'; 3 << 20]),
    });
    let limits = Limits {
        bytes: 1 << 20,
        ..Limits::default()
    };
    let web = Web::new(Reach::Anywhere, limits);
    for path in ["/packed", "/chunks", "/plain"] {
        let url = format!("{}{path}", server.base);
        let answer = web.get(
            &Question {
                url: &url,
                ..Question::default()
            },
            &AtomicBool::new(false),
        );
        assert_eq!(
            answer,
            Err(FetchError::TooLarge { most: 1 << 20 }),
            "{path}"
        );
    }
}

#[test]
fn a_server_that_says_nothing_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let limits = Limits {
        time: Duration::from_millis(200),
        ..Limits::default()
    };
    let web = Web::new(Reach::Anywhere, limits);
    let question = Question {
        url: &url,
        ..Question::default()
    };
    assert_eq!(
        web.get(&question, &AtomicBool::new(false)),
        Err(FetchError::TimedOut)
    );
    assert_eq!(
        web.get(&question, &AtomicBool::new(true)),
        Err(FetchError::Stopped)
    );
}

#[test]
fn a_server_that_says_little_at_a_time_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            .unwrap();
        while stream.write_all(b"a").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let question = Question {
        url: &url,
        ..Question::default()
    };
    let start = Instant::now();
    let answer = Web::new(Reach::Anywhere, limits).get(&question, &AtomicBool::new(false));
    assert_eq!(answer, Err(FetchError::TimedOut));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn nobody_there() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    assert!(matches!(
        ask(&format!("http://{free}/")),
        Err(FetchError::NoConnection(_))
    ));
}

#[test]
fn a_fingerprint() {
    assert!(digest(b"").starts_with("e3b0c44298fc1c14"));
}

#[test]
fn many_at_once_but_few_to_one_host() {
    use crate::fetch::crowd::{Task, all};
    let open = Arc::new(Mutex::new((0, 0)));
    let counted = Arc::clone(&open);
    let server = Server::start(move |_, _| {
        let mut now = counted.lock().unwrap();
        *now = (now.0 + 1, now.1.max(now.0 + 1));
        drop(now);
        thread::sleep(Duration::from_millis(30));
        counted.lock().unwrap().0 -= 1;
        reply("200 OK", "", b"words")
    });
    let task = |what: usize| Task {
        url: format!("{}/{what}", server.base),
        etag: None,
        modified: None,
        what,
    };
    let web = Web::new(Reach::Anywhere, Limits::default());
    let mut seen = Vec::new();
    all(
        &web,
        (0..10).map(task).collect(),
        &AtomicBool::new(false),
        &mut |done, answer| {
            assert!(answer.is_ok());
            seen.push(done.what);
            // The first one has another question.
            Ok::<_, ()>(if done.what == 0 {
                vec![task(10)]
            } else {
                Vec::new()
            })
        },
    )
    .unwrap();
    seen.sort_unstable();
    assert_eq!(seen, (0..=10).collect::<Vec<_>>());
    assert_eq!(open.lock().unwrap().1, 2);
}

#[test]
fn stopping_does_not_wait_for_a_server_that_is_silent() {
    use crate::fetch::crowd::{Task, all};
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let task = Task {
        url,
        etag: None,
        modified: None,
        what: (),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let later = Arc::clone(&stop);
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        later.store(true, Ordering::Relaxed);
    });
    let web = Web::new(Reach::Anywhere, Limits::default());
    let ended = all(&web, vec![task], &stop, &mut |_, _| Err(()));
    assert_eq!(ended, Ok(()));
}
