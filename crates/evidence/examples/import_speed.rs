//! How long an import takes, and how much memory: `import_speed plain|ucdp ROWS`.

use std::io::{BufRead, BufReader, BufWriter, Write};

use jiff::civil::date;
use milepost_evidence::Finding;
use milepost_evidence::import::{Bytes, Job, Listener, Wanted, hashed, import, reading};
use milepost_record::{Sqlite, Store};
use milepost_strategy::MemoryWorld;
use milepost_strategy::model::VariableId;

const STRATEGY: &str = "strategy \"speed\" { time month from 2004-01 to 2009-12 step 1/4 }\n\
    dimension province { A B C D E F G H I J K L M N O P Q R }\n\
    flow deaths[province]: person/month = 1 person/month\n";

struct Quiet;

impl Listener for Quiet {
    fn finding(&mut self, _: &str, _: &str, _: &Finding) -> std::io::Result<()> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (layout, rows) = (args.next().unwrap_or("plain".into()), args.next().unwrap_or("100000".into()).parse()?);
    let indicator = match layout.as_str() {
        "ucdp" => "from \"f\" layout ucdp by month, province only country \"Iraq\"",
        _ => "from \"f\" layout rows by date, province column deaths id id",
    };
    let text = format!("{STRATEGY}indicator seen[province]: person/month observes deaths {{ {indicator} }}");
    let checked = milepost_strategy::check(&MemoryWorld::default().with("a.mile", text));
    let strategy = checked.strategy.ok_or("the strategy has errors")?;
    let variable = VariableId(strategy.variables.len() as u32 - 1);
    let dir = std::env::temp_dir().join(format!("milepost-speed-{}", std::process::id()));
    std::fs::create_dir_all(&dir)?;
    let file = dir.join("rows.csv");
    let mut out = BufWriter::new(std::fs::File::create(&file)?);
    if layout != "ucdp" {
        writeln!(out, "id,date,province,deaths")?;
    }
    for i in 0..rows {
        row(&mut out, &layout, i)?;
    }
    out.flush()?;
    drop(out);
    let mut store = Sqlite::create(&dir.join("record.sqlite"), "speed")?;
    for round in ["first", "again"] {
        let started = std::time::Instant::now();
        let (sha, bytes) = hashed(std::fs::File::open(&file)?)?;
        let source: Bytes = Box::new(BufReader::with_capacity(1 << 17, std::fs::File::open(&file)?));
        let job = Job::new(&strategy, variable, reading(&strategy, variable, None)?, ("f".into(), sha, source))?;
        let wanted = Wanted {
            today: date(2010, 1, 1),
            known: None,
            strict: false,
            dry_run: false,
            withdraw: false,
            licence: None,
        };
        let done = import(&mut store, vec![job], &wanted, None, &mut Quiet)?;
        let kept = done.outcomes[0].kept;
        println!(
            "{layout} {round}: {} rows, {} new, {:.0} MB in {:.1} s, most memory {}",
            kept.rows,
            kept.new,
            bytes as f64 / 1e6,
            started.elapsed().as_secs_f64(),
            memory()
        );
    }
    let started = std::time::Instant::now();
    let cells = store.cells("seen", date(2010, 1, 1))?.len();
    println!("{layout}: {cells} sums read in {:.3} s", started.elapsed().as_secs_f64());
    std::fs::remove_dir_all(&dir)?;
    Ok(())
}

fn row(out: &mut impl Write, layout: &str, i: u64) -> std::io::Result<()> {
    let day = date(2004, 1, 1).checked_add(jiff::Span::new().days((i % 2100) as i64)).unwrap_or_default();
    let province = char::from(b'A' + (i % 18) as u8);
    let n = i % 7;
    if layout != "ucdp" {
        return writeln!(out, "r{i},{day},{province},{n}");
    }
    // As long as a row of the data set, most of it text about the sources.
    writeln!(
        out,
        "{i},IRQ-2005-1-259-{i},2005,1,Clear,1,259,259,Iraq: Government,524,524,Government of Iraq - A,116,116,\
         Government of Iraq,234,234,A,2,\"\"\"Some Agency,{day},Attackers strike a place of the town\"\";\"\"Another \
         Agency,{day},Several killed in an attack on a place\"\"\",Some Agency;Another Agency,{day};{day},Attackers \
         strike a place of the town;Several killed in an attack on a place,ministry,1,Town,a street of the town,\
         {province},District,33.3,44.4,POINT (44.4 33.3),179779,Iraq,645,Middle East,1,1,{day} 00:00:00.000,{day} \
         00:00:00.000,0,{n},0,0,{n},{},{},645,",
        n + 2,
        n / 2
    )
}

fn memory() -> String {
    let status = std::fs::File::open("/proc/self/status").ok();
    let lines = status.into_iter().flat_map(|f| BufReader::new(f).lines().map_while(Result::ok));
    let most = lines.filter_map(|l| l.strip_prefix("VmHWM:").map(|v| v.trim().to_string())).next();
    most.unwrap_or_else(|| "unknown".into())
}
