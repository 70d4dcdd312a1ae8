//! `milepost serve DIR`

mod source;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use milepost_publish::site::Language;
use milepost_serve::{Options, PATIENCE, Server};

use self::source::Files;
use super::{INTERRUPTED, run};
use crate::args::{Cli, Command, ServeArgs, Tongue};

pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    // Errors are told before anything is run.
    let loaded = super::sound(&args.dir)?;
    milepost_serve::try_address(args.addr)?;
    if !source::fits(&args.dir, &loaded) {
        let futures = milepost_publish::count(args.futures);
        eprintln!("there is no run of these files yet; making one of {futures} futures");
        if !made(args)? {
            return Ok(ExitCode::from(INTERRUPTED));
        }
    }
    let language = match args.language {
        Tongue::English => Language::english(),
        Tongue::Pseudo => Language::pseudo(),
    };
    let threads = args.threads.unwrap_or(0);
    let options = Options { address: args.addr, threads, language, patience: PATIENCE };
    let files = Files::new(&args.dir, args.as_of, language);
    milepost_serve::serve(files, options, |server| announce(server, &args.dir))?;
    eprintln!("ended");
    Ok(ExitCode::SUCCESS)
}

/// Makes a run as if it had been asked for; `false` where it was interrupted, which it has told.
fn made(args: &ServeArgs) -> anyhow::Result<bool> {
    let mut line = vec!["milepost".into(), "run".into(), args.dir.clone().into_os_string()];
    line.extend(["--futures".into(), args.futures.to_string().into()]);
    if let Some(threads) = args.threads {
        line.extend(["--threads".into(), threads.to_string().into()]);
    }
    match Cli::try_parse_from(line)?.command {
        Command::Run(asked) => Ok(run::answer(&asked)?.is_some()),
        _ => Ok(false),
    }
}

fn announce(server: &Server, dir: &Path) {
    let address = server.address();
    println!("serving {} at http://{address}/", dir.display());
    match address.ip().is_loopback() {
        true => println!("only this machine is let in; --addr 0.0.0.0:{} lets the network in", address.port()),
        false => {
            println!("whoever reaches this address can look and move levers; only this machine can save scenarios")
        }
    }
    for note in server.notes() {
        eprintln!("note: {note}");
    }
    println!("open the address in a browser; saved files are noticed; Ctrl-C ends it");
}
