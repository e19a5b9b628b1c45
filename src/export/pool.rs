//! Work for several threads whose results are taken in order.

use std::collections::BTreeMap;
use std::io;
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
    let order = Order { after: |index: usize| index.saturating_sub(ahead * jobs), goes_on: |_, _| false };
    in_order_of(jobs, count, &order, state, work, take)
}

/// What is to be done when.
pub struct Order<A, G> {
    /// How many results have to be taken before a piece of work begins: at most those of all before it.
    pub after: A,
    /// Whether the second piece of work goes on with what the first did, so that a thread that did the first does it sooner.
    pub goes_on: G,
}

/// The same; a thread takes the first piece of work that may begin, and rather one that goes on with what it did last.
///
/// # Errors
///
/// The first error of `take`; no work is begun after it.
pub fn in_order_of<S, T: Send>(
    jobs: usize,
    count: usize,
    order: &Order<impl Fn(usize) -> usize + Sync, impl Fn(usize, usize) -> bool + Sync>,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let jobs = jobs.min(count);
    if jobs <= 1 {
        let mut state = state();
        return (0..count).try_for_each(|index| take(work(&mut state, index)));
    }
    let queue = Queue::new(count);
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let sender = sender.clone();
            let (state, work, queue) = (&state, &work, &queue);
            scope.spawn(move || {
                let mut state = state();
                let mut last = None;
                while let Some(index) = queue.next(order, last) {
                    last = Some(index);
                    if sender.send((index, work(&mut state, index))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let outcome = take_in_order(&results, &queue, &mut take);
        queue.stop();
        outcome
    })
}

fn take_in_order<T>(
    results: &mpsc::Receiver<(usize, T)>,
    queue: &Queue,
    take: &mut impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let mut early = BTreeMap::new();
    let mut wanted = 0;
    for (index, result) in results {
        early.insert(index, result);
        while let Some(result) = early.remove(&wanted) {
            take(result)?;
            wanted += 1;
            queue.taken(wanted);
        }
    }
    Ok(())
}

/// What is still to be begun.
struct Queue {
    left: Mutex<Left>,
    changed: Condvar,
}

struct Left {
    /// The work that no thread has begun, in order.
    indices: Vec<usize>,
    /// How many results were taken.
    taken: usize,
}

impl Queue {
    fn new(count: usize) -> Self {
        Self { left: Mutex::new(Left { indices: (0..count).collect(), taken: 0 }), changed: Condvar::new() }
    }

    /// What a thread does that did `last`; it waits until something may begin. `None` where nothing is left.
    fn next(
        &self,
        order: &Order<impl Fn(usize) -> usize, impl Fn(usize, usize) -> bool>,
        last: Option<usize>,
    ) -> Option<usize> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if left.indices.is_empty() {
                return None;
            }
            let may_begin = |index: &usize| (order.after)(*index) <= left.taken;
            let goes_on = |index: &usize| last.is_some_and(|last| (order.goes_on)(last, *index)) && may_begin(index);
            let place = left.indices.iter().position(goes_on).or_else(|| left.indices.iter().position(may_begin));
            if let Some(place) = place {
                return Some(left.indices.remove(place));
            }
            // The first needs results only of work that was begun, so it may begin before long.
            left = self.changed.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn taken(&self, count: usize) {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).taken = count;
        self.changed.notify_all();
    }

    /// No more is begun.
    fn stop(&self) {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).indices.clear();
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

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
            let order = Order { after: |index: usize| index.min(100), goes_on: |_, _| false };
            in_order_of(jobs, 300, &order, || (), work, take).expect("nothing fails");
            assert_eq!(sum.into_inner(), 300);
        }
    }

    #[test]
    fn a_thread_goes_on_with_what_it_did_unless_that_has_to_wait() {
        let queue = Queue::new(6);
        // Even numbers go on with even ones; 4 has to wait until one result was taken.
        let order = Order { after: |index| usize::from(index == 4), goes_on: |a: usize, b: usize| a % 2 == b % 2 };
        assert_eq!(queue.next(&order, None), Some(0));
        assert_eq!(queue.next(&order, Some(0)), Some(2));
        assert_eq!(queue.next(&order, Some(2)), Some(1), "4 may not begin yet");
        queue.taken(1);
        assert_eq!(queue.next(&order, Some(1)), Some(3));
        assert_eq!(queue.next(&order, Some(2)), Some(4));
        assert_eq!(queue.next(&order, Some(4)), Some(5));
        assert_eq!(queue.next(&order, Some(5)), None);
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
