//! What `milepost serve` takes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use milepost_record::Date;

use super::publish::Tongue;
use crate::record::date;

/// Where is served if nothing is said.
const USUAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

#[derive(Args)]
#[command(
    after_help = "Makes a run first where there is none of these files.  Saved files are noticed; Ctrl-C ends it.

Examples:
  milepost serve strategies/iraq-2005
  milepost serve strategies/iraq-2005 --addr 0.0.0.0:8080    for everybody on the network, who can look and move levers"
)]
pub struct ServeArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Where to listen; other machines are let in only where this is not 127.0.0.1
    #[arg(long, value_name = "IP:PORT", default_value_t = USUAL)]
    pub addr: SocketAddr,
    /// The day of which the pages speak, such as 2006-06-30 [default: today, or the last day of the strategy's time]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// Number of futures of the run that is made where there is none
    #[arg(long, short = 'n', default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    /// The language of the pages' own words
    #[arg(long, value_enum, default_value_t = Tongue::English)]
    pub language: Tongue,
    /// Threads that run futures [default: all cores]
    #[arg(long, short = 'j')]
    pub threads: Option<usize>,
}
