//! `packetreel serve` as a process of its own, and a client that speaks as much HTTP as the tests need.
#![allow(dead_code)] // Each test program uses some of it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything here takes, on any machine.
pub const LONG: Duration = Duration::from_secs(30);

/// A lesson of two pages; each has a packet, and the second a note of its own.
pub const LESSON: &str =
    concat!(include_str!("../echo.md"), "\n# Afterwards\n\n1. `A notes: B is up`\n   A remembers it.\n");

/// A folder with these files in it.
pub fn tree(files: &[(&str, &str)]) -> TempDir {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    for (path, text) in files {
        save(at.path(), path, text);
    }
    at
}

/// Writes a file in place, with its folder.
pub fn save(at: &Path, path: &str, text: &str) {
    let path = at.join(path);
    fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the test can write");
    fs::write(path, text).expect("the test can write");
}

/// A server of its own, which ends with the test.
pub struct Served {
    pub child: Child,
    pub port: u16,
    /// What it said first: where it serves.
    pub address: String,
    lines: Receiver<String>,
}

impl Served {
    /// Starts it in a folder, at a port that is free.
    pub fn start(at: &Path, path: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
        command.current_dir(at).args(["serve", path, "--port", "0"]).env_remove("HOME");
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the binary was built with the tests");
        let said = BufReader::new(child.stderr.take().expect("it is piped"));
        let (sender, lines) = channel();
        thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut served = Self { child, port: 0, address: String::new(), lines };
        served.address = served.line("http://");
        let digits = served.address.trim_start_matches("http://127.0.0.1:").split('/').next().expect("it splits");
        served.port = digits.parse().expect("a port follows");
        served
    }

    /// The next line on standard error with this in it.
    pub fn line(&self, part: &str) -> String {
        let until = Instant::now() + LONG;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line.contains(part) => return line,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => panic!("it never said {part:?}"),
            }
        }
    }

    /// Sends bytes and reads the reply to its end.
    pub fn send(&self, bytes: &[u8]) -> String {
        let mut socket = self.connect();
        // A refusal may come, and the connection end, before all is written.
        let _ = socket.write_all(bytes);
        let mut reply = Vec::new();
        let _ = socket.read_to_end(&mut reply);
        String::from_utf8(reply).expect("replies are UTF-8")
    }

    pub fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        socket.set_read_timeout(Some(LONG)).expect("the time is not zero");
        socket
    }

    /// The reply to GET.
    pub fn get(&self, path: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port).as_bytes())
    }

    /// The status that a path and some more headers are answered with.
    pub fn status(&self, path: &str, headers: &str) -> u16 {
        status(&self.send(format!("GET {path} HTTP/1.1\r\n{headers}\r\n").as_bytes()))
    }

    /// The stream of news of a page.
    pub fn news(&self, page: &str) -> News {
        let mut socket = self.connect();
        let request =
            format!("GET {page}live HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nSec-Fetch-Site: same-origin\r\n\r\n", self.port);
        socket.write_all(request.as_bytes()).expect("it listens");
        let mut news = News { lines: BufReader::new(socket), latest: Event::default() };
        news.next().expect("each stream begins with what is so");
        news
    }

    /// Waits for its end; gives the exit code.
    pub fn end(&mut self) -> Option<i32> {
        let until = Instant::now() + LONG;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status.code();
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("it does not end");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The number after `HTTP/1.1`.
pub fn status(reply: &str) -> u16 {
    reply.split(' ').nth(1).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// A stream of events.
pub struct News {
    lines: BufReader<TcpStream>,
    pub latest: Event,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    pub version: String,
    pub trouble: Option<String>,
}

impl News {
    /// The next event; `None` when the stream ends.
    pub fn next(&mut self) -> Option<Event> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                let value: serde_json::Value = serde_json::from_str(data).expect("news are JSON");
                let trouble = value["trouble"].as_str().map(ToOwned::to_owned);
                let version = value["version"].as_str().unwrap_or_default().to_owned();
                self.latest = Event { version, trouble };
                return Some(self.latest.clone());
            }
        }
    }

    /// The next event that this holds of; every event before it must be one that `also` holds of.
    pub fn until(&mut self, wanted: impl Fn(&Event) -> bool, also: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.next().expect("the stream goes on");
            if wanted(&event) {
                return event;
            }
            assert!(also(&event), "{event:?}");
        }
    }

    /// The next version of the page, without any trouble on the way.
    pub fn version(&mut self) -> String {
        let old = self.latest.version.clone();
        self.until(|event| event.version != old && event.trouble.is_none(), |_| false).version
    }

    /// The next trouble; the page stays as it is.
    pub fn trouble(&mut self) -> String {
        let old = self.latest.version.clone();
        let event = self.until(|event| event.trouble.is_some(), |_| false);
        assert_eq!(event.version, old, "trouble leaves the last good page");
        event.trouble.expect("it was found")
    }
}
