use milepost_ir::*;
use milepost_strategy::{MemoryWorld, check};
use std::path::Path;

fn add(world: MemoryWorld, root: &Path, dir: &Path) -> MemoryWorld {
    let mut world = world;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            world = add(world, root, &path);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_string();
            world = world.with(name, std::fs::read(&path).unwrap());
        }
    }
    world
}

#[test]
fn iraq() {
    let root = Path::new("../../strategies/iraq-2005");
    let world = add(MemoryWorld::default(), root, root);
    let checked = check(&world);
    for d in &checked.diagnostics {
        println!("{:?}", d);
    }
    let strategy = checked.strategy.expect("strategy");
    for variant in &strategy.variants {
        for diagnostics in [false, true] {
        let want = Want { diagnostics, ..Want::default() };
        let now = std::time::Instant::now();
        let l = lower(&strategy, variant, &want).unwrap();
        let p = &l.program;
        let ev: usize = p.events.iter().map(|e| e.ops.len()).sum();
        let every: usize = p.events.iter().filter(|e| e.at == Schedule::Every).map(|e| e.ops.len()).sum();
        println!("{} diag {diagnostics}: {:?} slots {} once {} timed {} shared {} rates {} stocks {} events {} (every {every}) latches {} saved {} outputs {}", variant.name, now.elapsed(), p.slots, p.once.len(), p.timed.len(), p.shared.len(), p.rates.len(), p.stocks.len(), ev, p.events.iter().map(|e| e.latches.len()).sum::<usize>(), p.saved.len(), p.outputs.len());
        if variant.name == "liberation" && !diagnostics {
            let mut h = std::collections::BTreeMap::new();
            for o in &p.rates { *h.entry(format!("{:?}", o.code)).or_insert(0) += 1; }
            let mut v: Vec<_> = h.into_iter().collect(); v.sort_by_key(|x| -(x.1 as i64));
            println!("HIST {:?}", v);
        }
        let prepared = milepost_engine::Prepared::new(p.clone()).unwrap();
        let now = std::time::Instant::now();
        let run = milepost_engine::scalar::run(&prepared, 1, 0);
        println!("   {:?} {:?}", now.elapsed(), l.measures.clone().map(|i| run.outputs[i]).collect::<Vec<_>>());
        for n in &l.notices { if run.outputs[n.output] > 0.0 { println!("   notice {} {}", n.text, run.outputs[n.output]); } }
        }
    }
}
