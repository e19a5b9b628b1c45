//! A server for one author on one machine: a [`Site`] goes in, and whoever looks at its pages is told of each change.
//!
//! One thread does all: it waits for connections, for changes in the watched folders, for the next look and for the
//! signal to stop.

mod client;
mod http;
mod live;
mod site;
mod watch;

pub use live::waiting;
pub use site::Site;

use client::{Client, Stage};
use http::{Refusal, Reply, Request};
use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token, Waker};
use signal_hook::consts::{SIGINT, SIGTERM};
use site::Found;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use watch::{Cover, Watch};

const LISTENER: Token = Token(0);
const CHANGE: Token = Token(1);
const FIRST_CLIENT: usize = 2;
/// More connections at once than any browser makes, and fewer than any system allows a process.
const MOST_CLIENTS: usize = 200;
/// After a change this long must be quiet before it is looked at: a save is often several changes. What is met halfway
/// all the same is looked at again: whoever looks says so.
const QUIET: Duration = Duration::from_millis(4);
/// But it is looked at in any case after this long.
const UNREST: Duration = Duration::from_millis(60);
/// The longest sleep: how soon a signal is heard that came between two looks.
const TICK: Duration = Duration::from_millis(200);

/// What a look at the sources has found.
pub struct Look {
    /// Whether anything is served otherwise than before.
    pub changed: bool,
    /// Where the sources are.
    pub folders: BTreeSet<PathBuf>,
    /// Set while what was found may be a save that is not over: look again so soon.
    pub again_in: Option<Duration>,
}

/// A server that has its port.
pub struct Server {
    poll: Poll,
    listener: TcpListener,
    port: u16,
    clients: BTreeMap<Token, Client>,
    /// The next client's.
    token: usize,
}

impl Server {
    /// Takes a port of 127.0.0.1; 0 is any that is free.
    ///
    /// # Errors
    ///
    /// What the system says; `AddrInUse` where another program has the port.
    pub fn bind(port: u16) -> io::Result<Self> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        let port = listener.local_addr()?.port();
        Ok(Self { poll, listener, port, clients: BTreeMap::new(), token: FIRST_CLIENT })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves until the process is asked to end. `look` is called whenever something may have changed, and now and then
    /// besides, and brings the site up to date.
    ///
    /// # Errors
    ///
    /// If the system takes the means away that a server needs.
    pub fn run(mut self, site: &mut Site, look: &mut dyn FnMut(&mut Site) -> Look) -> io::Result<()> {
        let stop = stop_signal()?;
        let waker = Waker::new(self.poll.registry(), CHANGE)?;
        let mut looks = Looks::new(Watch::new(move || {
            // A waker that fails is one look late: the next comes by itself.
            let _ = waker.wake();
        }));
        let mut events = Events::with_capacity(256);
        while !stop.load(Ordering::Relaxed) {
            match self.poll.poll(&mut events, Some(self.sleep(looks.next()))) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
            let now = Instant::now();
            // The site is brought up to date first: who asks after a save gets what was saved.
            if events.iter().any(|event| event.token() == CHANGE) {
                looks.hear(now);
            }
            if now >= looks.next() && looks.look(site, look) {
                self.tell(site);
            }
            let ready: Vec<_> = events.iter().map(|event| (event.token(), event.is_writable())).collect();
            for (token, is_writable) in ready {
                self.serve(token, is_writable, site);
            }
            // Also where nobody knocks: the system may not have been able to let all in before.
            self.accept(site);
            self.tidy();
        }
        Ok(())
    }

    fn sleep(&self, next: Instant) -> Duration {
        let deadlines = self.clients.values().map(Client::deadline);
        let due = deadlines.fold(next, Instant::min);
        due.saturating_duration_since(Instant::now()).min(TICK)
    }

    /// Lets in who waits. Where there are too many, whoever has waited longest without asking goes, or else the one that has
    /// listened longest: a page that still wants the news asks for them again.
    fn accept(&mut self, site: &Site) {
        let now = Instant::now();
        while let Ok((mut socket, _)) = self.listener.accept() {
            if self.clients.len() >= MOST_CLIENTS && !self.dismiss_one() {
                continue;
            }
            let token = Token(self.token);
            self.token += 1;
            if self.poll.registry().register(&mut socket, token, Interest::READABLE | Interest::WRITABLE).is_ok() {
                self.clients.insert(token, Client::new(socket, now));
                self.serve(token, false, site);
            }
        }
    }

    fn dismiss_one(&mut self) -> bool {
        let idle = |client: &Client| matches!(client.stage, Stage::Asking(_) | Stage::Leaving);
        let listens = |client: &Client| matches!(client.stage, Stage::Listening { .. });
        let oldest =
            |is: &dyn Fn(&Client) -> bool| self.clients.iter().find(|(_, client)| is(client)).map(|(&token, _)| token);
        let token = oldest(&idle).or_else(|| oldest(&listens));
        token.and_then(|token| self.clients.remove(&token)).is_some()
    }

    fn serve(&mut self, token: Token, is_writable: bool, site: &Site) {
        let Some(client) = self.clients.get_mut(&token) else { return };
        let now = Instant::now();
        if is_writable {
            client.speak(now);
        }
        if client.hear()
            && let Stage::Asking(head) = &client.stage
        {
            match http::read(head, self.port) {
                Ok(None) => {}
                Ok(Some(request)) => answer(client, &request, site, now),
                Err(refusal) => client.answer(Reply::from(refusal).bytes(false), now),
            }
        }
    }

    fn tell(&mut self, site: &Site) {
        let now = Instant::now();
        for client in self.clients.values_mut() {
            client.tell(|page| site.news(page), now);
        }
    }

    fn tidy(&mut self) {
        let now = Instant::now();
        for client in self.clients.values_mut() {
            if client.is_late(now) {
                client.answer(Reply::from(Refusal::TooSlow).bytes(false), now);
            }
        }
        self.clients.retain(|_, client| client.stage != Stage::Over);
    }
}

fn answer(client: &mut Client, request: &Request, site: &Site, now: Instant) {
    let reply = match site.find(&request.path) {
        Found::Page(html) => Reply::page(html),
        Found::Moved(path) => Reply::moved(path),
        Found::Nothing => Reply::missing(),
        Found::News(_) if !is_from_here(request) => Refusal::ForeignOrigin.into(),
        Found::News(page) => {
            let head = http::head("200 OK", "text/event-stream", "");
            if !request.head_only {
                return client.listen(page, head, site.news(page), now);
            }
            return client.answer(head, now);
        }
    };
    client.answer(reply.bytes(request.head_only), now);
}

/// A browser says where a request comes from; a program that is no browser says nothing.
fn is_from_here(request: &Request) -> bool {
    request.fetched_from.as_deref().is_none_or(|from| matches!(from, "same-origin" | "none"))
}

/// Becomes true on Ctrl-C and SIGTERM. The second Ctrl-C ends the process at once, should it be stuck.
fn stop_signal() -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// When to look at the sources.
struct Looks {
    watch: Watch,
    /// When the first change came that was not looked at yet.
    restless_since: Option<Instant>,
    next: Instant,
}

/// Watching misses what happens on some file systems, and a folder that another replaces: a look now and then does not.
const NOW_AND_THEN: Duration = Duration::from_secs(1);
/// And where nothing can be watched, looking is all there is.
const OFTEN: Duration = Duration::from_millis(100);

impl Looks {
    fn new(watch: Watch) -> Self {
        Self { watch, restless_since: None, next: Instant::now() }
    }

    fn next(&self) -> Instant {
        self.next
    }

    /// Something has changed at `now`.
    fn hear(&mut self, now: Instant) {
        let since = *self.restless_since.get_or_insert(now);
        self.next = (now + QUIET).min(since + UNREST);
    }

    /// Looks, and says whether anything is served otherwise than before.
    fn look(&mut self, site: &mut Site, look: &mut dyn FnMut(&mut Site) -> Look) -> bool {
        let unasked = self.restless_since.take().is_none();
        let found = look(site);
        if unasked && found.changed {
            // It was not heard of: what is watched may not be there any more.
            self.watch.forget();
        }
        let cover = self.watch.cover(&found.folders);
        let often = match cover {
            Cover { is_new: true, .. } => QUIET,
            Cover { is_whole: true, .. } => NOW_AND_THEN,
            Cover { .. } => OFTEN,
        };
        self.next = Instant::now() + found.again_in.unwrap_or(often);
        found.changed
    }
}
