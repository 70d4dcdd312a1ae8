/// Numbers that look random and follow from a seed: SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub(crate) struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Draw(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A whole number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.bits()) * count as u128) >> 64) as usize
    }

    /// `part` of the numbers below `whole`, each set as likely as any other, ascending.
    pub fn some_of(&mut self, part: usize, whole: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..whole).collect();
        for at in 0..part {
            let other = at + self.below(whole - at);
            numbers.swap(at, other);
        }
        numbers.truncate(part);
        numbers.sort_unstable();
        numbers
    }
}
