//! What holds of every request: who may ask what, how much, and what browsers may do with the answer.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::listener::Connection;
use crate::Refusal;
use crate::server::State;

/// Characters of an address.
const MOST_OF_URI: usize = 8 << 10;

/// Everything comes from here: no script, style, frame or connection of anybody else, and none inline.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Marks a connection as answering until it is dropped.
struct Busy(Arc<AtomicBool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Lets a request through that keeps to the rules, and sets the headers of its answer.
pub(super) async fn guard(
    Extract(state): Extract<Arc<State>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    mut request: Request,
    next: Next,
) -> Response {
    connection.busy.store(true, Ordering::Relaxed);
    let _busy = Busy(connection.busy.clone());
    let mut answer = match allowed(&state, &connection, &request) {
        Ok(()) => {
            request.extensions_mut().insert(connection);
            next.run(request).await
        }
        Err(why) => why.into_response(),
    };
    let headers = answer.headers_mut();
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

fn allowed(state: &State, connection: &Connection, request: &Request) -> Result<(), Refusal> {
    let uri = request.uri();
    let long = uri.path_and_query().is_some_and(|text| text.as_str().len() > MOST_OF_URI);
    if long {
        return Err(Refusal { status: 414, why: format!("the address is longer than {MOST_OF_URI} characters") });
    }
    let host = host(request.headers(), uri.host())?;
    let here = connection.peer.ip().to_canonical().is_loopback();
    // A page of somebody else that a browser on this machine shows may have its name lead here; it is told by that name.
    if (state.address.ip().is_loopback() || here) && !is_this_machine(&host) && !is(&host, state.address.ip()) {
        return Err(Refusal::forbidden(format!(
            "this server answers to `localhost` and `{}`, not to `{}`",
            state.address,
            host.chars().take(60).collect::<String>()
        )));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        same_origin(request.headers(), &host)?;
    }
    Ok(())
}

/// The name under which the server was asked, without the port.
fn host(headers: &HeaderMap, of_uri: Option<&str>) -> Result<String, Refusal> {
    let mut named = headers.get_all(header::HOST).iter();
    let (first, second) = (named.next(), named.next());
    let text = match (of_uri, first, second) {
        (Some(host), _, None) => host,
        (None, Some(host), None) => host.to_str().map_err(|_| Refusal::bad("the request names no host"))?,
        _ => return Err(Refusal::bad("the request must name one host")),
    };
    Ok(without_port(text).to_ascii_lowercase())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) && !name.is_empty() && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn is(host: &str, address: IpAddr) -> bool {
    host.trim_matches(['[', ']']).parse() == Ok(address)
}

/// A page of somebody else may not make a browser send us anything.
fn same_origin(headers: &HeaderMap, host: &str) -> Result<(), Refusal> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let named = origin.split_once("://").map_or("", |(_, rest)| without_port(rest));
    match named.eq_ignore_ascii_case(host) {
        true => Ok(()),
        false => {
            Err(Refusal::forbidden("a page of another site asked for this; open the page that this server serves"))
        }
    }
}

/// Refuses what changes files to everybody who is not on this machine.
pub(super) fn from_here(connection: &Connection) -> Result<(), Refusal> {
    match connection.peer.ip().to_canonical().is_loopback() {
        true => Ok(()),
        false => {
            Err(Refusal::forbidden("the server is read-only for other machines; save scenarios on the one it runs on"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_with_and_without_ports() {
        let names = ["localhost:8080", "localhost", "127.0.0.1:1", "[::1]:80", "[::1]", "127.1.2.3"].map(without_port);
        assert!(names.iter().all(|host| is_this_machine(host)), "{names:?}");
        let others = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "0.0.0.0", "10.0.0.1"];
        assert!(!others.iter().any(|host| is_this_machine(without_port(host))));
    }

    #[test]
    fn files_are_changed_from_this_machine_only() {
        let from = |peer: &str| from_here(&Connection { peer: peer.parse().unwrap(), busy: Arc::default() });
        for here in ["127.0.0.1:5000", "127.9.9.9:1", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
            assert!(from(here).is_ok(), "{here}");
        }
        for elsewhere in ["10.0.0.7:5000", "192.168.1.2:80", "[fe80::1]:80", "[::ffff:10.0.0.7]:80", "0.0.0.0:1"] {
            assert_eq!(from(elsewhere).unwrap_err().status, 403, "{elsewhere}");
        }
    }

    #[test]
    fn only_our_own_pages_may_send() {
        let with = |origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            same_origin(&headers, "localhost").is_ok()
        };
        assert!(with("http://localhost:8080") && with("http://LOCALHOST"));
        assert!(!with("http://evil.example") && !with("null") && !with("http://localhost.evil.example:8080"));
    }
}
