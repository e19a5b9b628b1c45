//! `packetreel serve` among a thousand connections that say nothing, or not enough.

mod serving;

use serving::{LESSON, LONG, Served, save, status, tree};
use std::io::Write;
use std::net::TcpStream;
use std::time::Instant;

#[test]
fn a_thousand_idle_connections_keep_no_one_waiting() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut news = served.news("/echo/");
    let mut idle: Vec<TcpStream> = Vec::new();
    for n in 0..1_000 {
        // Where this process may not have as many files, fewer must do.
        let Ok(mut socket) = TcpStream::connect(("127.0.0.1", served.port)) else { break };
        if n % 2 == 0 {
            // Some begin to ask and never go on. Who came first may have been shown out already.
            let _ = socket.write_all(b"GET /echo/ HTTP/1.1\r\nHos");
        }
        idle.push(socket);
    }
    assert!(idle.len() >= 200, "only {} connections", idle.len());
    if idle.len() < 1_000 {
        // Room for one more.
        idle.truncate(idle.len() - 5);
    }
    let asked = Instant::now();
    assert_eq!(status(&served.get("/echo/")), 200);
    assert!(asked.elapsed() < LONG / 3, "the page took {:?}", asked.elapsed());
    save(at.path(), "echo.md", &LESSON.replace("B is there.", "B is awake."));
    news.version();
    assert!(served.get("/echo/").contains("B is awake."));
}

#[test]
fn a_crowd_of_listeners_keeps_no_one_out() {
    let at = tree(&[("echo.md", LESSON)]);
    let served = Served::start(at.path(), "echo.md");
    let mut listeners: Vec<TcpStream> = Vec::new();
    for _ in 0..300 {
        let Ok(mut socket) = TcpStream::connect(("127.0.0.1", served.port)) else { break };
        let host = format!("Host: 127.0.0.1:{}", served.port);
        // Who came first may have been shown out already.
        let _ = socket.write_all(format!("GET /echo/live HTTP/1.1\r\n{host}\r\n\r\n").as_bytes());
        listeners.push(socket);
    }
    assert!(listeners.len() > 200, "only {} connections", listeners.len());
    assert_eq!(status(&served.get("/echo/")), 200);
    let mut news = served.news("/echo/");
    save(at.path(), "echo.md", &LESSON.replace("B is there.", "B is awake."));
    news.version();
}
