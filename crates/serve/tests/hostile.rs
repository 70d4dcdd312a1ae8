//! Requests that nobody should send: each is refused in a sentence, and the server goes on.

mod support;

use std::io::Write;
use std::time::{Duration, Instant};

use support::{Running, read, start, start_at};

const PATIENCE: Duration = Duration::from_millis(700);

fn move_of(levers: &str, futures: &str) -> String {
    format!("{{\"pathway\":\"stepwise\",\"levers\":{levers},\"futures\":{futures}}}")
}

/// A refusal with a status of its own and a sentence without a full stop.
fn refused(what: &str, answer: Option<support::Answer>, status: u16) -> String {
    let answer = answer.unwrap_or_else(|| panic!("{what}: no answer"));
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    let why = answer.error();
    assert!(!why.is_empty() && !why.ends_with('.') && !why.contains('\n'), "{what}: `{why}`");
    why
}

fn is_up(server: &Running) {
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn addresses_lead_nowhere_else() {
    let server = start("paths", PATIENCE);
    let long = format!("/{}", "a".repeat(20_000));
    let paths = [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/....//....//etc/passwd",
        "/data/../run.json",
        "/data/..%2f..%2frun.json",
        "/data/%00",
        "/scenarios.json",
        "/record.sqlite",
        "/out/run.json",
        "/private",
        "/strategy.mile",
        "/index.html/",
        "//etc/passwd",
        "/api",
        "/api/",
        "/api/nothing",
        "/levers.html%00.css",
        "/%ff%fe",
        "/\\..\\..\\windows",
    ];
    for path in paths {
        let answer = server.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
        assert!(!answer.text().contains("root:"), "{path}");
        if answer.status != 400 {
            assert!(!answer.error().is_empty(), "{path}");
        }
    }
    assert_eq!(server.get(&long).status, 414);
    is_up(&server);
}

#[test]
fn what_is_no_request_is_refused() {
    let server = start("malformed", PATIENCE);
    let requests: [&[u8]; 9] = [
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not for us \r\n\r\n",
        b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/move HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ];
    for request in requests {
        if let Some(answer) = server.raw(request) {
            assert!((400..500).contains(&answer.status), "{}: {}", String::from_utf8_lossy(request), answer.head);
        }
    }
    let many: String = (0..5_000).map(|k| format!("x-{k}: y\r\n")).collect();
    let answer = server.raw(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes());
    assert!(answer.is_none_or(|answer| (400..500).contains(&answer.status)));
    is_up(&server);
}

#[test]
fn moves_that_make_no_sense_are_refused_in_a_sentence() {
    let server = start("moves", PATIENCE);
    let many = (0..2_000).map(|k| format!("[\"l{k}\",1]")).collect::<Vec<_>>().join(",");
    let long = "x".repeat(5_000);
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let bodies: Vec<(&str, String, u16, &str)> = vec![
        ("nothing", String::new(), 400, "expected"),
        ("no JSON", "pace=3".into(), 400, "expected"),
        ("another shape", "[1,2,3]".into(), 400, "expected"),
        ("half", "{\"pathway\":\"ste".into(), 400, "expected"),
        ("not text", "\u{0}\u{1}\u{2}".into(), 400, "expected"),
        ("a field too many", "{\"pathway\":\"stay\",\"levers\":[],\"futures\":256,\"x\":1}".into(), 400, "expected"),
        ("no futures", move_of("[]", "0"), 400, "256 or 1000"),
        ("too many futures", move_of("[]", "1000000"), 400, "256 or 1000"),
        ("futures below zero", move_of("[]", "-256"), 400, "expected"),
        ("futures without end", move_of("[]", "1e999"), 400, "expected"),
        ("no number", move_of("[[\"training\",NaN]]", "256"), 400, "expected"),
        ("no number in words", move_of("[[\"training\",\"NaN\"]]", "256"), 400, "training"),
        ("without end", move_of("[[\"training\",\"inf\"]]", "256"), 400, "training"),
        ("a number too large", move_of("[[\"training\",1e999]]", "256"), 400, "expected"),
        ("out of range", move_of("[[\"training\",7]]", "256"), 400, "outside its range"),
        ("below its range", move_of("[[\"troop_goal\",-1]]", "256"), 400, "outside its range"),
        ("nothing there", move_of("[[\"training\",null]]", "256"), 400, "expected"),
        ("no lever", move_of("[[\"trainin\",0.5]]", "256"), 400, "did you mean `training`"),
        ("an uncertainty", move_of("[[\"career\",60]]", "256"), 400, "no lever `career`"),
        ("twice", move_of("[[\"training\",0.5],[\"training\",0.6]]", "256"), 400, "twice"),
        ("many levers", move_of(&format!("[{many}]"), "256"), 400, "more than can be moved"),
        ("a long name", move_of(&format!("[[\"{long}\",1]]"), "256"), 400, "too long"),
        ("a long position", move_of(&format!("[[\"training\",\"{long}\"]]"), "256"), 400, "too long"),
        ("an equation", move_of("[[\"training\",\"1/0\"]]", "256"), 400, "training"),
        ("code", move_of("[[\"training\",\"0.5\\n} lever x = 1\"]]", "256"), 400, "training"),
        ("deep", move_of(&deep, "256"), 400, "expected"),
        (
            "no pathway",
            "{\"pathway\":\"stepwis\",\"levers\":[],\"futures\":256}".into(),
            404,
            "did you mean `stepwise`",
        ),
        (
            "a long viewer",
            format!("{{\"pathway\":\"stay\",\"levers\":[],\"futures\":256,\"viewer\":\"{long}\"}}"),
            400,
            "viewer",
        ),
    ];
    for (what, body, status, says) in bodies {
        let why = refused(what, Some(server.post("/api/move", &body)), status);
        assert!(why.contains(says), "{what}: `{why}`");
    }
    let large = "x".repeat(200_000);
    refused("a large body", Some(server.post("/api/move", &large)), 413);
    let claimed = b"POST /api/move HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{}";
    refused("a body said to be large", server.raw(claimed), 413);
    let form = b"POST /api/move HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
    refused("no JSON by its header", server.raw(form), 415);
    let answer = server.raw(b"DELETE /api/move HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    refused("another method", answer, 405);
    for path in
        ["/api/outcomes", "/api/future?pathway=stay", "/api/future?pathway=stay&member=-1", "/api/events?since=x"]
    {
        refused(path, Some(server.get(path)), 400);
    }
    is_up(&server);
    let answer = server.post("/api/move", &move_of("[[\"training\",0.5]]", "256"));
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn pages_of_others_are_kept_out() {
    let server = start("origins", PATIENCE);
    let ask = |head: &str| server.raw(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes());
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "0.0.0.0:80"] {
        refused(host, ask(&format!("GET / HTTP/1.1\r\nHost: {host}")), 403);
    }
    refused("no host", ask("GET / HTTP/1.1"), 400);
    refused("two hosts", ask("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example"), 400);
    let body = move_of("[]", "256");
    let post = format!(
        "POST /api/scenarios HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    refused("another origin", server.raw(post.as_bytes()), 403);
    for host in ["localhost", "localhost:1", "127.0.0.1", "[::1]:8080", "LOCALHOST:80"] {
        let answer = ask(&format!("GET / HTTP/1.1\r\nHost: {host}")).unwrap();
        assert_eq!(answer.status, 200, "{host}");
        for header in
            ["content-security-policy: default-src 'self'", "x-content-type-options: nosniff", "referrer-policy:"]
        {
            assert!(answer.head.contains(header), "{header} is not in {}", answer.head);
        }
        assert!(!answer.head.contains("unsafe-inline"));
    }
}

#[test]
fn slow_clients_do_not_keep_the_server() {
    let server = start("slow", PATIENCE);
    let begun = Instant::now();
    let silent: Vec<_> = (0..50).map(|_| server.connect()).collect();
    let half: Vec<_> = (0..50)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
            stream
        })
        .collect();
    is_up(&server);
    // A header line at a time never ends: it is cut off all the same.
    let mut drip = server.connect();
    let mut sent = 0;
    drip.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").unwrap();
    while sent < 200 && drip.write_all(b"x-y: z\r\n").is_ok() {
        std::thread::sleep(PATIENCE / 20);
        sent += 1;
    }
    assert!(sent < 200, "the connection was never cut");
    let mut body = server.connect();
    let head = "POST /api/move HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    body.write_all(head.as_bytes()).unwrap();
    let why = refused("a body that never comes", read(&mut body), 408);
    assert!(why.contains("the body was not there"), "{why}");
    for mut stream in silent.into_iter().chain(half) {
        let answer = read(&mut stream);
        assert!(answer.is_none_or(|answer| answer.status == 408 || answer.status == 400));
    }
    is_up(&server);
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_client_that_goes_away_is_not_waited_for() {
    let server = start("gone", PATIENCE);
    for k in 0..40 {
        let body = move_of(&format!("[[\"training\",0.{:03}]]", k + 1), "1000");
        let mut stream = server.connect();
        let head = format!(
            "POST /api/move HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
    }
    let answer = server.post("/api/move", &move_of("[[\"training\",0.7]]", "256"));
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn scenarios_are_kept_in_one_file_and_nothing_else_is_written() {
    let server = start("scenarios", PATIENCE);
    let save = |name: &str, levers: &str| {
        server.post("/api/scenarios", &format!("{{\"name\":{name},\"pathway\":\"stepwise\",\"levers\":{levers}}}"))
    };
    assert_eq!(server.get("/api/scenarios").text(), "[]");
    let saved = save("\"More police\"", "[[\"training\",0.5]]");
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(save("\"../../etc/cron\"", "[]").status, 200, "a name is a name, not a path");
    let all = server.get("/api/scenarios").json();
    assert_eq!(all[0]["name"], "../../etc/cron");
    assert_eq!(all[1]["levers"], serde_json::json!([["training", 0.5]]));
    assert_eq!(save("\"More police\"", "[[\"training\",0.6]]").json().as_array().unwrap().len(), 2, "it is replaced");
    for (name, levers, status) in [
        ("\"\"", "[]", 400),
        ("\"a\\nb\"", "[]", 400),
        ("7", "[]", 400),
        ("\"x\"", "[[\"training\",9]]", 400),
        ("\"x\"", "[[\"nothing\",9]]", 400),
    ] {
        refused(name, Some(save(name, levers)), status);
    }
    let names: Vec<_> = std::fs::read_dir(&server.folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["scenarios.json"]);
}

/// This machine's own address in some network, if it is in one; nothing is sent to find out.
fn own_address() -> Option<std::net::IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|own| own.ip()).filter(|ip| !ip.is_loopback())
}

#[test]
fn other_machines_read_and_move_but_save_nothing() {
    // Who comes by an address of the network is no neighbour on loopback; a machine without one asks from loopback only, and
    // what another would be told is held by the guard's own test.
    let Some(own) = own_address() else { return };
    let mut server = start_at("network", PATIENCE, "0.0.0.0:0");
    let scenario = "{\"name\":\"x\",\"pathway\":\"stepwise\",\"levers\":[]}";
    assert_eq!(server.post("/api/scenarios", scenario).status, 200, "from this machine");
    server.address.set_ip(own);
    is_up(&server);
    assert_eq!(server.post("/api/move", &move_of("[]", "256")).status, 200);
    let why = refused("a scenario", Some(server.post("/api/scenarios", scenario)), 403);
    assert!(why.contains("read-only"), "{why}");
    assert_eq!(server.get("/api/scenarios").json().as_array().unwrap().len(), 1);
}
