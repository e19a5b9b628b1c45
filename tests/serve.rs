//! `packetreel serve` from outside: what is served, what a save does, what is refused, how it ends.

mod serving;

use serving::{LESSON, Served, save, status, tree};
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The caption of the first step, as the n-th save has it.
fn caption(n: usize) -> (String, String) {
    let caption = format!("A asks for the {n}th time.");
    (LESSON.replace("A asks whether B is there.", &caption), caption)
}

#[test]
fn the_served_page_is_the_built_page_with_a_script_that_no_build_writes() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    assert!(served.address.ends_with("/echo/"), "{}", served.address);
    let reply = served.get("/echo/");
    let (head, page) = reply.split_once("\r\n\r\n").expect("a head and a body");
    let mut build = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    let built = build.current_dir(at.path()).args(["build", "echo.md", "--only", "html", "-q"]).status();
    assert!(built.expect("the binary was built with the tests").success());
    let built = fs::read_to_string(at.path().join("dist/echo/index.html")).expect("the page was built");
    assert!(!built.contains("EventSource") && !built.contains("connect-src"));
    assert!(page.contains("EventSource") && page.contains("connect-src 'self'"));
    let (before, _) = page.rsplit_once("<script data-version=").expect("the script is the last");
    let body = |page: &str| {
        page.split_once("</style>")
            .expect("the page has a style")
            .1
            .split_once("<body")
            .expect("and a body")
            .1
            .to_owned()
    };
    assert!(body(&built).starts_with(&body(before)), "the rest is the same");
    let headers = [
        "HTTP/1.1 200 OK",
        "Content-Type: text/html; charset=utf-8",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Cross-Origin-Resource-Policy: same-origin",
        "Referrer-Policy: no-referrer",
    ];
    for header in headers {
        assert!(head.lines().any(|line| line == header), "{header}: {head}");
    }
    assert!(served.get("/").contains("\r\nLocation: /echo/\r\n"));
}

#[test]
fn a_save_is_told_and_the_page_that_follows_has_it() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    let mut times = Vec::new();
    for n in 0..11 {
        let (text, caption) = caption(n);
        let saved = Instant::now();
        save(at.path(), "echo.md", &text);
        let version = news.version();
        let page = served.get("/echo/");
        times.push(saved.elapsed());
        assert!(page.contains(&caption) && page.contains(&format!("data-version=\"{version}\"")));
    }
    times.sort();
    println!("from save to page: median {:?}, most {:?}", times[5], times[10]);
}

#[test]
fn every_way_to_save_shows_the_new_text_and_nothing_between() {
    let at = tree(&[("echo.md", LESSON)]);
    let path = at.path().join("echo.md");
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    let pause = || sleep(Duration::from_millis(40));
    for n in 0..8 {
        let (text, caption) = caption(n);
        match n % 4 {
            0 => fs::write(&path, &text).expect("the test can write"),
            1 => {
                save(at.path(), ".echo.md.swp", &text);
                fs::rename(at.path().join(".echo.md.swp"), &path).expect("the test can rename");
            }
            2 => {
                fs::write(&path, "").expect("the test can write");
                pause();
                fs::write(&path, &text).expect("the test can write");
            }
            _ => {
                fs::rename(&path, at.path().join("echo.md~")).expect("the test can rename");
                pause();
                fs::write(&path, &text).expect("the test can write");
            }
        }
        // Any trouble on the way would fail here.
        news.version();
        assert!(served.get("/echo/").contains(&caption), "way {n}");
    }
}

#[test]
fn two_hundred_quick_saves_end_in_the_last_state() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    for n in 0..200 {
        save(at.path(), "echo.md", &caption(n).0);
    }
    let last = caption(199).1;
    while !served.get("/echo/").contains(&last) {
        // A save may be met halfway: then the file is empty or cut off for a moment.
        news.next().expect("the stream goes on");
    }
}

#[test]
fn a_mistake_is_shown_with_its_line_over_the_last_good_picture_until_it_is_mended() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    let before = served.get("/echo/");
    save(at.path(), "echo.md", &LESSON.replace("B -> A", "C -> A"));
    let trouble = news.trouble();
    assert!(trouble.contains("echo.md:12:") && trouble.contains("`C -> A: Echo reply`"), "{trouble}");
    assert!(trouble.contains("help:") && !trouble.contains('\u{1b}'), "{trouble}");
    served.line("echo.md:12:");
    assert_eq!(served.get("/echo/"), before);
    save(at.path(), "echo.md", LESSON);
    let mended = news.next().expect("the stream goes on");
    assert_eq!(mended.trouble, None);
    assert_eq!(served.get("/echo/"), before);
}

#[test]
fn a_lesson_that_is_wrong_from_the_start_waits_with_its_mistake() {
    let at = tree(&[("echo.md", "# <b>No hosts</b>\n\n1. `A -> B: x`\n   y\n")]);
    let served = Served::start(at.path(), "echo.md");
    let page = served.get("/echo/");
    assert_eq!(status(&page), 200);
    assert!(page.contains("echo.md:") && page.contains("EventSource") && !page.contains("<b>No"), "{page}");
    let mut news = served.news("/echo/");
    save(at.path(), "echo.md", LESSON);
    news.version();
    assert!(served.get("/echo/").contains("A asks whether B is there."));
}

#[test]
fn a_deleted_lesson_says_so_and_comes_back() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    fs::remove_file(at.path().join("echo.md")).expect("the test can delete");
    assert!(news.trouble().contains("echo.md does not exist"));
    assert!(served.get("/echo/").contains("A asks whether B is there."));
    save(at.path(), "echo.md", LESSON);
    assert_eq!(news.next().and_then(|event| event.trouble), None);
}

#[test]
fn lessons_come_and_go_and_the_list_follows() {
    let at = tree(&[("lessons/echo.md", LESSON)]);
    let served = Served::start(at.path(), "lessons");
    let mut list = served.news("/");
    assert!(served.get("/").contains("href=\"echo/index.html\""));
    assert_eq!(served.get("/").matches("<img src=\"data:image/svg+xml;base64,").count(), 1, "the card has a poster");
    assert_eq!(status(&served.get("/other/")), 404);
    save(at.path(), "lessons/other/lesson.md", &LESSON.replace("title: Echo", "title: Other"));
    list.version();
    assert!(served.get("/").contains("href=\"other/index.html\""));
    assert!(served.get("/other/index.html").contains("<title>Other</title>"));
    // A folder that is new is watched, too.
    let mut other = served.news("/other/");
    save(at.path(), "lessons/other/lesson.md", &LESSON.replace("title: Echo", "title: Another"));
    other.version();
    fs::remove_dir_all(at.path().join("lessons/other")).expect("the test can delete");
    assert!(other.until(|event| event.trouble.is_some(), |_| true).trouble.is_some_and(|text| text.contains("gone")));
    while served.get("/").contains("other/index.html") {
        list.next().expect("the stream goes on");
    }
    save(at.path(), "lessons/other/lesson.md", LESSON);
    other.until(|event| event.trouble.is_none(), |_| true);
}

#[test]
fn a_captions_edit_changes_words_and_no_picture_and_a_steps_edit_those_of_its_page_alone() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    save(at.path(), "echo.md", &caption(7).0);
    news.version();
    let line = served.line("built in");
    assert!(line.contains(" ms, words of page ") && line.ends_with(" changed"), "{line}");
    save(at.path(), "echo.md", &caption(7).0.replace("B is up", "B has answered"));
    news.version();
    assert!(served.line("built in").ends_with("pictures of page 2 changed"));
}

#[test]
fn only_our_own_pages_are_answered() {
    let at = tree(&[("echo.md", LESSON), ("secret.txt", "secret")]);
    let served = Served::start(at.path(), "echo.md");
    let port = served.port;
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        assert_eq!(served.status("/echo/", &format!("Host: {host}:{port}\r\n")), 200, "{host}");
    }
    // A name that someone else lets lead to this machine.
    for host in ["rebound.example", "127.0.0.1", "localhost", "127.0.0.1:1", "localhost.rebound.example"] {
        let host =
            if host.contains(':') || !host.contains("rebound") { host.to_owned() } else { format!("{host}:{port}") };
        assert_eq!(served.status("/echo/", &format!("Host: {host}\r\n")), 403, "{host}");
        assert_eq!(served.status("/echo/live", &format!("Host: {host}\r\n")), 403, "{host}");
    }
    let own = format!("Host: localhost:{port}\r\n");
    for foreign in [
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        assert_eq!(served.status("/echo/live", &format!("{own}{foreign}\r\n")), 403, "{foreign}");
    }
    // A link from elsewhere may lead here.
    assert_eq!(served.status("/echo/", &format!("{own}Sec-Fetch-Site: cross-site\r\n")), 200);
    let ways = [
        "/../secret.txt",
        "/echo/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/secret.txt",
        "/echo/secret.txt",
        "/echo.md",
        "/echo/%00",
        "//secret.txt",
        "/./secret.txt",
        "/....//secret.txt",
    ];
    for path in ways {
        assert_eq!(served.status(path, &own), 404, "{path}");
    }
}

#[test]
fn what_is_no_get_is_refused_and_malformed_requests_harm_no_one() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let own = format!("Host: localhost:{}\r\n", served.port);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let reply = served.send(format!("{method} /echo/ HTTP/1.1\r\n{own}Content-Length: 3\r\n\r\na=b").as_bytes());
        assert!(status(&reply) == 405 && reply.contains("\r\nAllow: GET, HEAD\r\n"), "{method}: {reply}");
    }
    let reply = served.send(format!("HEAD /echo/ HTTP/1.1\r\n{own}\r\n").as_bytes());
    assert!(status(&reply) == 200 && reply.ends_with("\r\n\r\n"), "{reply}");
    let long = format!("GET /{} HTTP/1.1\r\n{own}\r\n", "x".repeat(1_000_000));
    let malformed: [(&[u8], u16); 9] = [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (long.as_bytes(), 431),
    ];
    for (bytes, expected) in malformed {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]);
        let reply = served.send(bytes);
        // A sender that goes on after the refusal may lose it; what counts is that no one else notices.
        assert!(status(&reply) == expected || reply.is_empty() && bytes.len() > 100_000, "{shown:?}: {reply}");
        assert_eq!(status(&served.get("/echo/")), 200);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_cleanly_with_its_streams() {
    for signal in ["-INT", "-TERM"] {
        let at = tree(&[("echo.md", LESSON)]);
        let mut served = Served::start(at.path(), "echo.md");
        let mut news = served.news("/echo/");
        let sent = Command::new("kill").args([signal, &served.child.id().to_string()]).status();
        assert!(sent.expect("the system has kill").success());
        assert_eq!(served.end(), Some(0), "{signal}");
        assert_eq!(news.next(), None);
        assert_eq!(fs::read_dir(at.path()).expect("it is there").count(), 1, "nothing was written");
    }
}

#[test]
fn a_port_in_use_is_named_with_one_that_is_free() {
    let at = tree(&[("echo.md", LESSON)]);
    let first = Served::start(at.path(), "echo.md");
    let mut second = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    second.current_dir(at.path()).args(["serve", "echo.md", "--port", &first.port.to_string()]);
    let output = second.output().expect("the binary was built with the tests");
    let words = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(
        words.contains(&format!("port {} is in use; ", first.port)) && words.contains("is free: --port "),
        "{words}"
    );
}

#[test]
fn a_path_without_lessons_is_a_mistake_of_the_call() {
    let at = tree(&[("a/b/c.txt", "")]);
    for path in ["missing.md", "a", "-"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
        let output = command.current_dir(at.path()).args(["serve", path, "--port", "0"]).output();
        assert_eq!(output.expect("the binary was built with the tests").status.code(), Some(2), "{path}");
    }
}
