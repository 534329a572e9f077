//! Damage of any kind survived.

use proptest::prelude::*;

use super::place::{Place, SESSIONS, TALK, calling, list};
use super::*;

/// Damages bytes: flips some, or cuts the end off.
fn damaged(
    bytes: &[u8],
    flips: &[(prop::sample::Index, u8)],
    cut: Option<prop::sample::Index>,
) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, with) in flips {
        let at = at.index(bytes.len());
        bytes[at] ^= with;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_damage_is_reported_and_mended_and_the_bytes_are_kept(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        of_list in any::<bool>(),
    ) {
        let place = Place::sound();
        let (name, whole) = match of_list {
            true => (SESSIONS, list(json!({})).into_bytes()),
            false => (TALK, calling().into_bytes()),
        };
        let bytes = damaged(&whole, &flips, cut);
        place.write(name, &bytes);
        // Never panics, never changes anything.
        let found = place.findings();
        prop_assert_eq!(&std::fs::read(place.root().join(name)).unwrap(), &bytes);
        let store = place.store();
        for finding in &found {
            let fixed = fix(&place.view(), &store, finding).unwrap();
            if let Fixed::Changed(told) = fixed {
                let kept = told.steps.iter().filter_map(|step| step.backup.as_ref());
                for copy in kept {
                    prop_assert!(place.root().join(copy).is_file());
                }
            }
        }
        // The bytes as they were found lie in a copy, unless nothing was wrong with them.
        let copies = std::fs::read_dir(place.root().join("agents/main/sessions")).unwrap();
        let kept = copies.flatten().any(|file| std::fs::read(file.path()).unwrap_or_default() == bytes);
        prop_assert!(kept);
        // What a line still says is still said, in its own bytes.
        if !of_list {
            let now = std::fs::read(place.root().join(TALK)).unwrap();
            let now = String::from_utf8_lossy(&now).into_owned();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            for line in text.split('\n').filter(|line| Entry::read(line).is_some()) {
                prop_assert!(now.contains(line), "{}", line);
            }
        }
        let left: Vec<&str> = place.findings().iter().filter(|found| {
            !matches!(found.remedy, Remedy::Person | Remedy::Orphan | Remedy::Entry { .. })
        }).map(|found| found.code).collect();
        prop_assert!(left.is_empty() || found.is_empty(), "{:?}", left);
    }
}
