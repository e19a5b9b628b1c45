//! Work for several threads whose results are taken in order.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

/// How far ahead threads may be with small results.
pub(super) const MANY: usize = 4;

/// How far ahead threads may be with results that hold pictures.
pub(super) const FEW: usize = 2;

/// Does `count` pieces of work on `jobs` threads and hands each result to `take`, in order, on the calling thread.
///
/// Each thread has a state of its own, made by `state`. Work that is more than `ahead` results a thread ahead of the one that
/// is waited for waits.
///
/// # Errors
///
/// The first error of `take`; no work is begun after it.
pub fn in_order<S, T: Send>(
    jobs: usize,
    ahead: usize,
    count: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
    take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    in_order_after(jobs, count, |index| index.saturating_sub(ahead * jobs), state, work, take)
}

/// The same; a piece of work waits until as many results were taken as `after` says of it: at most those of all before it.
///
/// # Errors
///
/// The first error of `take`; no work is begun after it.
pub fn in_order_after<S, T: Send>(
    jobs: usize,
    count: usize,
    after: impl Fn(usize) -> usize + Sync,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let jobs = jobs.min(count);
    if jobs <= 1 {
        let mut state = state();
        return (0..count).try_for_each(|index| take(work(&mut state, index)));
    }
    let next = AtomicUsize::new(0);
    let taken = Taken::default();
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let sender = sender.clone();
            let (after, state, work, next, taken) = (&after, &state, &work, &next, &taken);
            scope.spawn(move || {
                let mut state = state();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || !taken.wait_for(after(index)) {
                        return;
                    }
                    if sender.send((index, work(&mut state, index))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let outcome = take_in_order(&results, &taken, &mut take);
        taken.stop();
        outcome
    })
}

fn take_in_order<T>(
    results: &mpsc::Receiver<(usize, T)>,
    taken: &Taken,
    take: &mut impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let mut early = BTreeMap::new();
    let mut wanted = 0;
    for (index, result) in results {
        early.insert(index, result);
        while let Some(result) = early.remove(&wanted) {
            take(result)?;
            wanted += 1;
            taken.set(wanted);
        }
    }
    Ok(())
}

/// How many results were taken; `usize::MAX` once no more will be.
#[derive(Default)]
struct Taken {
    count: Mutex<usize>,
    changed: Condvar,
}

impl Taken {
    /// Waits until `count` results were taken; false where no more will be.
    fn wait_for(&self, count: usize) -> bool {
        let taken = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = self.changed.wait_while(taken, |taken| *taken < count).unwrap_or_else(PoisonError::into_inner);
        *taken != usize::MAX
    }

    fn set(&self, count: usize) {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) = count;
        self.changed.notify_all();
    }

    fn stop(&self) {
        self.set(usize::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_from_any_number_of_threads() {
        for jobs in [0, 1, 2, 8] {
            let mut taken = Vec::new();
            let work = |calls: &mut usize, index: usize| {
                *calls += 1;
                // The earlier, the longer: late ones are ready first.
                thread::sleep(std::time::Duration::from_micros((200_u64).saturating_sub(index as u64)));
                index * 3
            };
            in_order(
                jobs,
                MANY,
                200,
                || 0,
                work,
                |result| {
                    taken.push(result);
                    Ok(())
                },
            )
            .expect("nothing fails");
            assert_eq!(taken, (0..200).map(|index| index * 3).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    #[test]
    fn work_waits_for_the_results_that_it_needs() {
        for jobs in [1, 2, 8] {
            let sum = AtomicUsize::new(0);
            let take = |result: usize| {
                sum.fetch_add(result, Ordering::Relaxed);
                Ok(())
            };
            // The first hundred are taken before any other begins, and are 1 each.
            let work = |(): &mut (), index: usize| {
                assert!(index < 100 || sum.load(Ordering::Relaxed) >= 100, "{index} with {jobs} jobs");
                1
            };
            in_order_after(jobs, 300, |index| index.min(100), || (), work, take).expect("nothing fails");
            assert_eq!(sum.into_inner(), 300);
        }
    }

    #[test]
    fn the_first_error_ends_it() {
        let begun = AtomicUsize::new(0);
        let work = |(): &mut (), _| begun.fetch_add(1, Ordering::Relaxed);
        let refuse = |_| Err(io::Error::other("full"));
        assert!(in_order(2, FEW, 10_000, || (), work, refuse).is_err());
        assert!(begun.load(Ordering::Relaxed) < 100, "work went on after the error");
    }
}
