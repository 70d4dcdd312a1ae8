//! `milepost serve` as people meet it: started on a fresh folder, asked over HTTP, its files saved, ended.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const MILEPOST: &str = env!("CARGO_BIN_EXE_milepost");

fn fresh(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("serve-{name}"));
    let _ = std::fs::remove_dir_all(&dir);
    let made = Command::new(MILEPOST).arg("new").arg(&dir).output().unwrap();
    assert!(made.status.success());
    dir
}

struct Served {
    child: Child,
    port: u16,
}

impl Served {
    fn start(dir: &Path) -> Served {
        let mut child = Command::new(MILEPOST)
            .args(["serve", "--addr", "127.0.0.1:0", "-n", "300"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        let port = first.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        let Some(port) = port else {
            let mut why = String::new();
            child.stderr.as_mut().unwrap().read_to_string(&mut why).unwrap();
            panic!("{first}{why}");
        };
        Served { child, port }
    }

    fn ask(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let length = body.len();
        let text = format!(
            "{head} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(text.as_bytes()).unwrap();
        let mut all = String::new();
        stream.read_to_string(&mut all).unwrap();
        let (head, body) = all.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_string())
    }

    fn json(&self, head: &str, body: &str) -> serde_json::Value {
        let (status, text) = self.ask(head, body);
        assert_eq!(status, 200, "{head}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// The event after a count, with its own.
    fn event(&self, since: u64) -> (u64, serde_json::Value) {
        let (status, text) = self.ask(&format!("GET /api/events?since={since}"), "");
        assert_eq!(status, 200);
        let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_string();
        (line("id: ").parse().unwrap(), serde_json::from_str(&line("data: ")).unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_fresh_folder_is_run_and_served_and_moves_are_those_of_run() {
    let dir = fresh("fresh");
    let served = Served::start(&dir);
    assert!(dir.join("out/run.json").exists(), "a run was made");
    for page in ["/", "/index.html", "/levers.html", "/fails.html", "/claims.html", "/site.css", "/site.js"] {
        assert_eq!(served.ask(&format!("GET {page}"), "").0, 200, "{page}");
    }
    let (status, table) = served.ask("GET /data/outcomes.csv", "");
    assert!(status == 200 && table.starts_with("pathway,member"), "{table:.60}");

    let sheet = served.json("GET /api/levers", "");
    let training = sheet["levers"].as_array().unwrap().iter().find(|lever| lever["name"] == "training").unwrap();
    assert_eq!(training["kind"]["number"], serde_json::json!({"min": 0.0, "max": 1.0, "default": 0.2, "step": 0.01}));
    assert_eq!(training["values"]["stay"], 0.2, "nobody moves it there");

    let body = r#"{"pathway":"stepwise","levers":[["training",0.5],["troop_goal",1500]],"futures":256}"#;
    let moved = served.json("POST /api/move", body);
    let command = moved["command"].as_str().unwrap();
    assert!(command.ends_with("--pathway stepwise -n 256 --with training=0.5 --with troop_goal=1500"), "{command}");
    // The very command that the page shows.
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let out = dir.join("again");
    let run = Command::new(MILEPOST).args(words).args(["--format", "json", "--out"]).arg(&out).output().unwrap();
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let stepwise = run["pathways"].as_array().unwrap().iter().find(|p| p["name"] == "stepwise").unwrap();
    for (live, run) in moved["measures"].as_array().unwrap().iter().zip(stepwise["measures"].as_array().unwrap()) {
        assert_eq!(live["name"], run["name"]);
        assert_eq!(live["typical"].as_f64(), run["values"]["quantiles"][3].as_f64(), "{}", live["name"]);
        assert_eq!(live["share_acceptable"], run["acceptable"], "{}", live["name"]);
    }

    let columns = served.json("GET /api/outcomes?pathway=leave", "");
    assert_eq!(columns["rows"], 300);
    assert!(columns["axes"].as_array().unwrap().iter().any(|axis| axis["name"] == "harm" && axis["better"] == "low"));
    let (status, future) = served.ask("GET /api/future?pathway=leave&member=17", "");
    assert!(status == 200 && future.contains("<svg") && future.contains("What was drawn"), "{future}");
    assert_eq!(served.ask("GET /api/future?pathway=leave&member=300", "").0, 404);
}

#[test]
fn saved_files_are_checked_and_the_last_good_state_stays() {
    let dir = fresh("saved");
    let served = Served::start(&dir);
    let (count, event) = served.event(0);
    assert_eq!((event["version"].as_u64(), event["diagnostics"].is_null()), (Some(1), true));
    let path = dir.join("model.mile");
    let good = std::fs::read_to_string(&path).unwrap();

    std::fs::write(&path, good.replace("toward  troops / 6000 person", "toward  troop / 6000 person")).unwrap();
    let (count, event) = served.event(count);
    let told = event["diagnostics"].as_str().unwrap_or_default();
    let terminal = Command::new(MILEPOST).args(["check", "--errors-only"]).arg(&dir).output().unwrap();
    let terminal = String::from_utf8(terminal.stderr).unwrap();
    let first: String = terminal.lines().take(5).collect::<Vec<_>>().join("\n");
    assert!(told.starts_with(&first), "as the terminal shows it:\n{told}\n---\n{terminal}");
    assert_eq!(event["version"], 1, "what was served still is");
    let body = r#"{"pathway":"stay","levers":[["training",0.5]],"futures":256}"#;
    assert_eq!(served.ask("POST /api/move", body).0, 200);

    std::fs::write(&path, good.replace("initial 1500", "initial 1600")).unwrap();
    let (count, event) = served.event(count);
    assert_eq!((event["version"].as_u64(), event["diagnostics"].is_null()), (Some(2), true));
    assert!(event["notes"][0].as_str().unwrap().contains("older files"), "{event}");
    assert_eq!(served.ask("GET /", "").0, 200);

    let run = Command::new(MILEPOST).args(["run", "-n", "300"]).arg(&dir).output().unwrap();
    assert!(run.status.success());
    let (_, event) = served.event(count);
    assert!(
        event["notes"].as_array().unwrap().iter().all(|note| !note.as_str().unwrap().contains("older files")),
        "{event}"
    );
}

#[test]
fn an_address_in_use_is_told_with_the_remedy_before_anything_is_run() {
    let dir = fresh("taken");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let begun = Instant::now();
    let out = Command::new(MILEPOST).args(["serve", "--addr", &address]).arg(&dir).output().unwrap();
    let told = String::from_utf8(out.stderr).unwrap();
    assert!(
        !out.status.success() && told.contains("another program listens") && told.contains("--addr 127.0.0.1:"),
        "{told}"
    );
    assert!(told.lines().count() == 1 && begun.elapsed() < Duration::from_secs(20) && !dir.join("out").exists());
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to() {
    let dir = fresh("ended");
    let mut served = Served::start(&dir);
    let pid = served.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let begun = Instant::now();
    while served.child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(served.child.wait().unwrap().success());
}
