//! One connection: bytes come in until they are a request, the reply goes out, and the connection ends; or it stays, as
//! a stream of news.

use mio::net::TcpStream;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

/// How long a request may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a reply may take to be read.
const READING: Duration = Duration::from_secs(30);
/// How long an ended connection waits for the other side to hear of it.
const FAREWELL: Duration = Duration::from_secs(1);
/// A stream without news shows that it is alive this often, and finds out whether the other side is.
const BREATH: Duration = Duration::from_secs(15);
/// A reader of news that has fallen behind so far has gone.
const MOST_PENDING: usize = 4 * 1024 * 1024;
/// More of a request is never kept.
const MOST_HEARD: usize = 64 * 1024;

/// A connection and how far it has come.
pub struct Client {
    /// The other side.
    pub socket: TcpStream,
    /// What it is about now.
    pub stage: Stage,
    /// What is still to be written.
    pending: Vec<u8>,
    deadline: Instant,
}

/// What a connection is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The head of its request comes in.
    Asking(Vec<u8>),
    /// The reply goes out; then it ends.
    Answering,
    /// It stays, for the news of a page; with the latest that it was told.
    Listening {
        /// The path of the page.
        page: String,
        /// The latest event.
        told: String,
    },
    /// All is said; the other side has not hung up yet.
    Leaving,
    /// It is over.
    Over,
}

impl Client {
    /// A connection that has just been accepted.
    pub fn new(socket: TcpStream, now: Instant) -> Self {
        Self { socket, stage: Stage::Asking(Vec::new()), pending: Vec::new(), deadline: now + PATIENCE }
    }

    /// Reads what has come; true when the head of the request has grown.
    pub fn hear(&mut self) -> bool {
        let mut grown = false;
        let mut bytes = [0; 4096];
        loop {
            match self.socket.read(&mut bytes) {
                Ok(0) => {
                    // Who has heard all, or has not even asked, is gone. Who has asked may still read.
                    if !grown && self.stage != Stage::Answering {
                        self.stage = Stage::Over;
                    }
                    return grown;
                }
                Ok(count) => {
                    if let Stage::Asking(head) = &mut self.stage {
                        head.extend(&bytes[..count]);
                        grown = true;
                        // The rest waits until this much was looked at.
                        if head.len() > MOST_HEARD {
                            return true;
                        }
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return grown,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    self.stage = Stage::Over;
                    return grown;
                }
            }
        }
    }

    /// Begins to answer.
    pub fn answer(&mut self, bytes: Vec<u8>, now: Instant) {
        self.pending = bytes;
        self.stage = Stage::Answering;
        self.deadline = now + READING;
        self.speak(now);
    }

    /// Becomes a stream of news, which begins with this head and event.
    pub fn listen(&mut self, page: &str, mut head: Vec<u8>, event: String, now: Instant) {
        head.extend(event.as_bytes());
        self.pending = head;
        self.stage = Stage::Listening { page: page.to_owned(), told: event };
        self.deadline = now + BREATH;
        self.speak(now);
    }

    /// Tells a listener the news of its page, unless they are old.
    pub fn tell(&mut self, news: impl Fn(&str) -> String, now: Instant) {
        let Stage::Listening { page, told } = &mut self.stage else { return };
        let event = news(page);
        if *told != event {
            self.pending.extend(event.as_bytes());
            *told = event;
            self.speak(now);
        }
    }

    /// Writes what is pending, as far as the other side takes it.
    pub fn speak(&mut self, now: Instant) {
        while !self.pending.is_empty() {
            match self.socket.write(&self.pending) {
                Ok(count) if count > 0 => drop(self.pending.drain(..count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if self.pending.len() > MOST_PENDING && self.stage != Stage::Answering {
                        self.stage = Stage::Over;
                    }
                    return;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => {
                    self.stage = Stage::Over;
                    return;
                }
            }
        }
        if self.stage == Stage::Answering {
            // Closing at once, with bytes of the other side unread, could cost it the reply.
            let _ = self.socket.shutdown(Shutdown::Write);
            self.stage = Stage::Leaving;
            self.deadline = now + FAREWELL;
            self.hear();
        }
    }

    /// Does what is due; true where a request did not come in time.
    pub fn is_late(&mut self, now: Instant) -> bool {
        if now < self.deadline {
            return false;
        }
        match self.stage {
            Stage::Asking(_) => return true,
            Stage::Listening { .. } => {
                self.pending.extend(b":\n\n");
                self.deadline = now + BREATH;
                self.speak(now);
            }
            _ => self.stage = Stage::Over,
        }
        false
    }

    /// When something is due.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }
}
