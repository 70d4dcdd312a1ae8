use super::Discovery;

/// Puts new answers in the place of earlier ones to the same question (pathway and measure), drops those of other files and
/// of another run, and leaves one sample for each pathway.
pub fn kept(earlier: Vec<Discovery>, found: Vec<Discovery>) -> Vec<Discovery> {
    let Some(newest) = found.first() else { return earlier };
    let (strategy, run) = (newest.strategy.clone(), newest.run);
    let asked = |d: &Discovery| (d.pathway.clone(), d.measure.clone());
    let stays = |old: &Discovery| {
        old.strategy == strategy && old.run == run && found.iter().all(|new| asked(new) != asked(old))
    };
    let mut all: Vec<Discovery> = earlier.into_iter().filter(stays).collect();
    all.extend(found);
    for at in 0..all.len() {
        // The newest sample has the measures of the newest question, so it is the one that stays.
        let later = all[at + 1..].iter().any(|other| other.pathway == all[at].pathway && other.sample.is_some());
        if later {
            all[at].sample = None;
        }
    }
    all
}
