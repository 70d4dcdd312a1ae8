//! Elements of a quantity that has some: their names, and whole slices of them as they are declared.

use milepost_strategy::model::{Strategy, Variable};

/// What is chosen of a variable's flat elements, along each dimension, where all of that is chosen: `sunni` for the sunni
/// part of every governorate, nothing for all there is.  `None` where only a list of elements says it.
pub(crate) fn slice(strategy: &Strategy, variable: &Variable, flats: &[usize]) -> Option<String> {
    let sizes: Vec<usize> =
        variable.dims.iter().map(|d| strategy.dimensions[d.index()].elements.len().max(1)).collect();
    let mut chosen: Vec<Vec<bool>> = sizes.iter().map(|size| vec![false; *size]).collect();
    let mut distinct = flats.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    for flat in &distinct {
        let mut rest = *flat;
        for (marks, size) in chosen.iter_mut().zip(&sizes).rev() {
            marks[rest % size] = true;
            rest /= size;
        }
    }
    let counts: Vec<usize> = chosen.iter().map(|marks| marks.iter().filter(|m| **m).count()).collect();
    let told = |(count, size): (&usize, &usize)| *count == 1 || count == size;
    if counts.iter().product::<usize>() != distinct.len() || !counts.iter().zip(&sizes).all(told) {
        return None;
    }
    let mut names = Vec::new();
    for ((dimension, marks), (count, size)) in variable.dims.iter().zip(&chosen).zip(counts.iter().zip(&sizes)) {
        let one = marks.iter().position(|m| *m).filter(|_| *count == 1 && *size > 1);
        names.extend(one.and_then(|i| strategy.dimensions[dimension.index()].elements.get(i)).map(String::as_str));
    }
    Some(names.join(", "))
}

/// The name of a flat element: `Anbar`, or `Anbar, sunni` over two dimensions.
pub(crate) fn element_name(strategy: &Strategy, variable: &Variable, flat: usize) -> String {
    let mut rest = flat;
    let mut names: Vec<&str> = Vec::new();
    for id in variable.dims.iter().rev() {
        let dimension = &strategy.dimensions[id.index()];
        let size = dimension.elements.len().max(1);
        names.push(dimension.elements.get(rest % size).map_or("", String::as_str));
        rest /= size;
    }
    names.reverse();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_strategy::{MemoryWorld, check};

    #[test]
    fn slices_are_told_as_declared() {
        let text = "strategy \"S\" { time month from 0 to 2 step 1 }\ndimension place { A B C }\ndimension kin { x y }\n\
                    let fear[place, kin]: share = 1\n";
        let checked = check(&MemoryWorld::default().with("s.mile", text));
        let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.message.clone()).collect();
        let strategy = checked.strategy.unwrap_or_else(|| panic!("{messages:?}"));
        let fear = strategy.variables.iter().find(|v| v.name == "fear").unwrap();
        let told = |flats: &[usize]| slice(&strategy, fear, flats);
        assert_eq!(told(&[1, 3, 5]).as_deref(), Some("y"));
        assert_eq!(told(&[5, 3, 1, 1]).as_deref(), Some("y"));
        assert_eq!(told(&[2, 3]).as_deref(), Some("B"));
        assert_eq!(told(&[3]).as_deref(), Some("B, y"));
        assert_eq!(told(&[0, 1, 2, 3, 4, 5]).as_deref(), Some(""));
        assert_eq!(told(&[1, 3]), None);
        assert_eq!(told(&[0, 3, 4]), None);
        assert_eq!(told(&[]), None);
        assert_eq!(element_name(&strategy, fear, 3), "B, y");
    }
}
