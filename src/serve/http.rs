//! The bytes of a request go in; what is asked comes out, or why it is refused. Replies become bytes.
//!
//! No more of HTTP than a browser on the same machine needs: a request a connection, without a body.

/// No request's head is longer. Browsers send the cookies of every other server on the machine along.
const LONGEST_HEAD: usize = 32 * 1024;
const MOST_HEADERS: usize = 100;

/// What a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path as it was sent: nothing in it is decoded.
    pub path: String,
    /// True for `HEAD`.
    pub head_only: bool,
    /// What a browser says of where the request comes from: `same-origin`, `cross-site`, …
    pub fetched_from: Option<String>,
}

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not HTTP.
    Malformed,
    /// Another name than that of this server: a page from elsewhere may have made its own name lead here.
    ForeignHost,
    /// A page from elsewhere asks.
    ForeignOrigin,
    /// Neither `GET` nor `HEAD`.
    Method,
    /// The head is too long.
    TooLong,
    /// The head took too long to come.
    TooSlow,
    /// Another version of HTTP.
    Version,
}

/// The request in these bytes; `None` while its end has not come yet. `port` is the server's own.
pub fn read(bytes: &[u8], port: u16) -> Result<Option<Request>, Refusal> {
    // A request that can be none is not waited for: TLS, a protocol of its own, a stray line feed.
    let is_stray = |index: usize| bytes[index] == b'\n' && (index == 0 || bytes[index - 1] != b'\r');
    if bytes.first().is_some_and(|first| !first.is_ascii_uppercase()) || (0..bytes.len()).any(is_stray) {
        return Err(Refusal::Malformed);
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    if end.unwrap_or(bytes.len()) > LONGEST_HEAD {
        return Err(Refusal::TooLong);
    }
    let Some(end) = end else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| Refusal::Malformed)?;
    let (line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let headers = Headers::read(headers)?;
    let host = headers.one("host")?.ok_or(Refusal::Malformed)?;
    let mut words = line.split(' ');
    let (Some(method), Some(path), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(Refusal::Malformed);
    };
    match version {
        "HTTP/1.1" | "HTTP/1.0" => {}
        other if other.starts_with("HTTP/") => return Err(Refusal::Version),
        _ => return Err(Refusal::Malformed),
    }
    if !is_own(host, port) {
        return Err(Refusal::ForeignHost);
    }
    let own_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|it| it.eq_ignore_ascii_case(host));
    if headers.one("origin")?.is_some_and(|origin| !own_origin(origin)) {
        return Err(Refusal::ForeignOrigin);
    }
    if !path.starts_with('/') || path.bytes().any(|byte| !byte.is_ascii_graphic()) {
        return Err(Refusal::Malformed);
    }
    let head_only = match method {
        "GET" => false,
        "HEAD" => true,
        _ => return Err(Refusal::Method),
    };
    // What follows the head is never read: who announces a body means something else than a look at a page.
    let has_body = headers.one("transfer-encoding")?.is_some()
        || headers.one("content-length")?.is_some_and(|length| !length.bytes().all(|digit| digit == b'0'));
    if has_body {
        return Err(Refusal::Malformed);
    }
    let fetched_from = headers.one("sec-fetch-site")?.map(ToOwned::to_owned);
    Ok(Some(Request { path: path.to_owned(), head_only, fetched_from }))
}

/// The names under which this machine, and no other, calls its own port.
fn is_own(host: &str, port: u16) -> bool {
    let Some((name, said)) = host.rsplit_once(':').filter(|(_, digits)| !digits.ends_with(']')) else {
        return port == 80 && is_loopback(host);
    };
    said == port.to_string() && is_loopback(name)
}

fn is_loopback(name: &str) -> bool {
    name == "127.0.0.1" || name == "[::1]" || name.eq_ignore_ascii_case("localhost")
}

/// Names and values.
struct Headers<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Headers<'a> {
    fn read(text: &'a str) -> Result<Self, Refusal> {
        let mut headers = Vec::new();
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').ok_or(Refusal::Malformed)?;
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            let is_control = |letter: char| letter.is_control() && letter != '\t';
            if name.is_empty() || !name.bytes().all(is_token) || value.contains(is_control) {
                return Err(Refusal::Malformed);
            }
            headers.push((name, value.trim_matches([' ', '\t'])));
        }
        if headers.len() > MOST_HEADERS { Err(Refusal::TooLong) } else { Ok(Self(headers)) }
    }

    /// The value of a header that may come once.
    fn one(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let mut values = self.0.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, value)| value);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Refusal::Malformed),
            (value, None) => Ok(value),
        }
    }
}

/// What a client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Such as `200 OK`.
    pub status: &'static str,
    /// The type of the body.
    pub kind: &'static str,
    /// Headers beyond those of every reply; whole lines.
    pub more: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A page.
    pub fn page(html: &str) -> Self {
        Self { status: "200 OK", kind: "text/html; charset=utf-8", more: String::new(), body: html.into() }
    }

    /// A sentence.
    pub fn text(status: &'static str, sentence: &str) -> Self {
        let body = format!("{sentence}\n").into_bytes();
        Self { status, kind: "text/plain; charset=utf-8", more: String::new(), body }
    }

    /// The way to another path of this server.
    pub fn moved(path: &str) -> Self {
        let reply = Self::text("302 Found", &format!("It is at {path}"));
        Self { more: format!("Location: {path}\r\n"), ..reply }
    }

    /// What is not there.
    pub fn missing() -> Self {
        Self::text("404 Not Found", "There is nothing here.")
    }

    /// The bytes on the wire; without the body for `HEAD`.
    pub fn bytes(&self, head_only: bool) -> Vec<u8> {
        let length = format!("Content-Length: {}\r\n", self.body.len());
        let mut bytes = head(self.status, self.kind, &format!("{length}{}", self.more));
        if !head_only {
            bytes.extend(&self.body);
        }
        bytes
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let (status, sentence) = match refusal {
            Refusal::Malformed => ("400 Bad Request", "This is no request that a browser makes."),
            Refusal::ForeignHost => ("403 Forbidden", "This server answers to 127.0.0.1 and localhost only."),
            Refusal::ForeignOrigin => ("403 Forbidden", "This server answers to its own pages only."),
            Refusal::Method => ("405 Method Not Allowed", "This server answers GET and HEAD only."),
            Refusal::TooLong => ("431 Request Header Fields Too Large", "The head of the request is too long."),
            Refusal::TooSlow => ("408 Request Timeout", "The request took too long to come."),
            Refusal::Version => ("505 HTTP Version Not Supported", "This server speaks HTTP/1.1."),
        };
        let more = if refusal == Refusal::Method { "Allow: GET, HEAD\r\n" } else { "" };
        Self { more: more.to_owned(), ..Self::text(status, sentence) }
    }
}

/// What every reply begins with. Nothing is stored, nothing is guessed, and no page from elsewhere may take it in.
pub fn head(status: &str, kind: &str, more: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\n\
         Content-Type: {kind}\r\n\
         Cache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Referrer-Policy: no-referrer\r\n\
         Connection: close\r\n\
         {more}\r\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(head: &str) -> Result<Option<Request>, Refusal> {
        read(head.replace('\n', "\r\n").as_bytes(), 3000)
    }

    #[test]
    fn a_request_is_a_path_from_a_client_that_calls_us_by_our_name() {
        for host in ["127.0.0.1:3000", "localhost:3000", "LocalHost:3000", "[::1]:3000"] {
            let request = asked(&format!("GET /a/?embed HTTP/1.1\nHost: {host}\n\n"));
            let expected = Request { path: "/a/?embed".to_owned(), head_only: false, fetched_from: None };
            assert_eq!(request, Ok(Some(expected)), "{host}");
        }
    }

    #[test]
    fn a_request_with_a_body_is_refused() {
        let with = |header: &str| asked(&format!("GET / HTTP/1.1\nHost: localhost:3000\n{header}\n\n"));
        for header in [
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "Content-Length: 0\nContent-Length: 5",
            "Content-Length: x",
        ] {
            assert_eq!(with(header), Err(Refusal::Malformed), "{header}");
        }
        assert!(matches!(with("Content-Length: 0"), Ok(Some(_))));
    }

    #[test]
    fn another_name_or_port_is_refused() {
        let wrong =
            ["evil.example:3000", "127.0.0.1", "localhost", "[::1]", "127.0.0.1:3001", "localhost.evil.example:3000"];
        let wrong = wrong.into_iter().chain([
            "127.0.0.1.:3000",
            "localhost:03000",
            "::1:3000",
            "0.0.0.0:3000",
            "",
            "127.1:3000",
        ]);
        for host in wrong {
            assert_eq!(asked(&format!("GET / HTTP/1.1\nHost: {host}\n\n")), Err(Refusal::ForeignHost), "{host}");
        }
    }

    #[test]
    fn port_80_goes_without_saying() {
        let request = |host: &str| read(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes(), 80);
        assert!(request("localhost").is_ok() && request("[::1]").is_ok() && request("127.0.0.1:80").is_ok());
        assert_eq!(request("example.org"), Err(Refusal::ForeignHost));
    }

    #[test]
    fn an_origin_must_be_our_own() {
        let from = |origin: &str| asked(&format!("GET / HTTP/1.1\nHost: localhost:3000\nOrigin: {origin}\n\n"));
        assert!(from("http://localhost:3000").is_ok());
        let foreign = [
            "null",
            "http://evil.example",
            "https://localhost:3000",
            "http://localhost:3001",
            "http://127.0.0.1:3000",
            "",
        ];
        for origin in foreign {
            assert_eq!(from(origin), Err(Refusal::ForeignOrigin), "{origin}");
        }
    }

    #[test]
    fn what_is_not_over_is_waited_for() {
        let whole = "GET / HTTP/1.1\r\nHost: localhost:3000\r\n\r\n";
        for length in 0..whole.len() {
            assert_eq!(read(&whole.as_bytes()[..length], 3000), Ok(None), "{length}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused_at_once() {
        let host = "Host: localhost:3000";
        let malformed = [
            "\u{16}\u{3}\u{1}",
            "get / HTTP/1.1\n",
            "GET  / HTTP/1.1\nHost: localhost:3000\n\n",
            "GET /\nHost: localhost:3000\n\n",
            "GET / HTTP/1.1\n\n",
            "GET http://localhost:3000/ HTTP/1.1\nHost: localhost:3000\n\n",
            "GET * HTTP/1.1\nHost: localhost:3000\n\n",
            "GET /\u{e9} HTTP/1.1\nHost: localhost:3000\n\n",
            "GET / HTTP/1.1\nHost: localhost:3000\nHost: localhost:3000\n\n",
            "GET / HTTP/1.1\nHost : localhost:3000\n\n",
            "GET / HTTP/1.1\nHost: localhost:3000\n folded\n\n",
            "GET / HTTP/1.1\nHost: localhost:3000\nA: \u{0}\n\n",
            "GET / HTTP/1.1 x\nHost: localhost:3000\n\n",
            "GET / SMTP\nHost: localhost:3000\n\n",
        ];
        for head in malformed {
            let refused = asked(head);
            assert!(matches!(refused, Err(Refusal::Malformed)) || head.ends_with("1.1\n"), "{head:?}: {refused:?}");
        }
        assert_eq!(read(b"GET / HTTP/1.1\nHost: localhost:3000\n\n", 3000), Err(Refusal::Malformed));
        assert_eq!(asked(&format!("POST / HTTP/1.1\n{host}\n\n")), Err(Refusal::Method));
        assert_eq!(asked(&format!("GET / HTTP/2\n{host}\n\n")), Err(Refusal::Version));
        assert_eq!(
            asked(&format!("GET / HTTP/1.1\n{host}\nA: {}\n\n", "x".repeat(LONGEST_HEAD))),
            Err(Refusal::TooLong)
        );
        assert_eq!(asked(&"GET".repeat(LONGEST_HEAD)), Err(Refusal::TooLong));
        assert_eq!(asked(&format!("GET / HTTP/1.1\n{host}\n{}\n", "A: b\n".repeat(200))), Err(Refusal::TooLong));
    }

    #[test]
    fn a_reply_to_head_has_the_length_of_the_body_and_not_the_body() {
        let reply = String::from_utf8(Reply::page("<p>é").bytes(true)).expect("it is text");
        assert!(reply.contains("\r\nContent-Length: 5\r\n") && reply.ends_with("\r\n\r\n"));
    }
}
