//! Colours go in, in groups that one colour stands for; those that lie closest become one, until there are few enough.

use super::unpacked;

/// Colours that one colour stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// The mean of its colours.
    mean: [f64; 3],
    /// How long pixels have them, in all.
    pub(super) weight: f64,
    /// The one of its colours that is on show longest, and how long.
    main: (u32, f64),
}

impl Cluster {
    pub(super) fn of((color, shown): (u32, u64)) -> Self {
        let weight = shown.max(1) as f64;
        Self { mean: unpacked(color).map(f64::from), weight, main: (color, weight) }
    }

    /// The mean's red, green and blue, and the weight.
    fn place(&self) -> [f32; 4] {
        let [r, g, b] = self.mean;
        [r, g, b, self.weight].map(|value| value as f32)
    }

    pub(super) fn join(&mut self, other: &Self) {
        let weight = self.weight + other.weight;
        for at in 0..3 {
            self.mean[at] = (self.mean[at] * self.weight + other.mean[at] * other.weight) / weight;
        }
        self.weight = weight;
        if other.main.1 > self.main.1 {
            self.main = other.main;
        }
    }

    /// A flat colour that outweighs the others stays as it is.
    pub(super) fn color(&self) -> [u8; 3] {
        let (color, weight) = self.main;
        if weight * 2.0 >= self.weight {
            return unpacked(color);
        }
        self.mean.map(|mean| (mean + 0.5) as u8)
    }
}

/// Rare colours, joined with those in the same cell of the colour cube; cells are as small as leaves few enough of them.
pub(super) fn in_cells(clusters: &[Cluster], few: usize) -> Vec<Cluster> {
    let mut cells = Vec::new();
    for bits in 2..8 {
        let cell = |cluster: &Cluster| unpacked(cluster.main.0).map(|channel| channel >> bits);
        let mut sorted = clusters.to_vec();
        sorted.sort_by_key(cell);
        cells = sorted.chunk_by(|a, b| cell(a) == cell(b)).filter_map(joined).collect();
        if cells.len() <= few {
            break;
        }
    }
    cells
}

fn joined(clusters: &[Cluster]) -> Option<Cluster> {
    let (first, others) = clusters.split_first()?;
    let mut all = *first;
    for other in others {
        all.join(other);
    }
    Some(all)
}

/// Joins the two clusters whose joining costs least, until there are few enough.
pub(super) fn merged(clusters: Vec<Cluster>, few: usize) -> Vec<Cluster> {
    let mut pairs = Pairs::of(clusters);
    while pairs.clusters.len() > few.max(1) {
        pairs.join_cheapest();
    }
    pairs.clusters
}

/// Clusters, and the best partner of each among those after it. What is looked at again and again lies together.
struct Pairs {
    clusters: Vec<Cluster>,
    /// Red, green and blue of each mean, and the weight.
    columns: [Vec<f32>; 4],
    /// The partner of each, and what joining the two would cost.
    next: Vec<usize>,
    costs: Vec<f32>,
}

/// How many clusters are looked at together.
const ABREAST: usize = 8;

impl Pairs {
    fn of(clusters: Vec<Cluster>) -> Self {
        let column = |at: usize| clusters.iter().map(|cluster| cluster.place()[at]).collect();
        let columns = [0, 1, 2, 3].map(column);
        let (next, costs) = (vec![0; clusters.len()], vec![0.0; clusters.len()]);
        let mut pairs = Self { clusters, columns, next, costs };
        for index in 0..pairs.clusters.len() {
            pairs.find_next(index);
        }
        pairs
    }

    fn join_cheapest(&mut self) {
        let cheapest = (0..self.costs.len()).min_by(|&a, &b| self.costs[a].total_cmp(&self.costs[b]));
        // The last one has no partner, but there are others.
        let Some(grown) = cheapest else { return };
        let gone = self.next[grown];
        let other = self.clusters.remove(gone);
        self.clusters[grown].join(&other);
        for (column, value) in self.columns.iter_mut().zip(self.clusters[grown].place()) {
            column.remove(gone);
            column[grown] = value;
        }
        self.next.remove(gone);
        self.costs.remove(gone);
        for index in 0..self.next.len() {
            let next = self.next[index];
            if index == grown || next == grown || next == gone {
                self.find_next(index);
            } else if next > gone {
                self.next[index] = next - 1;
            }
        }
        // The grown cluster's mean has moved: it may have come closer to some.
        for index in 0..grown {
            let cost = cost(self.place(index), self.place(grown));
            if cost < self.costs[index] {
                (self.next[index], self.costs[index]) = (grown, cost);
            }
        }
    }

    fn find_next(&mut self, index: usize) {
        let (mut next, mut least) = (0, f32::INFINITY);
        let place = self.place(index);
        let mut start = index + 1;
        let [red, green, blue, weight] = self.columns.each_ref().map(|column| column[start..].as_chunks::<ABREAST>());
        for (((red, green), blue), weight) in red.0.iter().zip(green.0).zip(blue.0).zip(weight.0) {
            let bounds: [f32; ABREAST] =
                std::array::from_fn(|at| at_least(place, [red[at], green[at], blue[at], weight[at]]));
            // Most are far away, as is seen without a division.
            if bounds.iter().any(|&bound| bound < least) {
                for (at, bound) in bounds.into_iter().enumerate() {
                    if bound < least {
                        let cost = cost(place, [red[at], green[at], blue[at], weight[at]]);
                        if cost < least {
                            (next, least) = (start + at, cost);
                        }
                    }
                }
            }
            start += ABREAST;
        }
        for other in start..self.clusters.len() {
            let cost = cost(place, self.place(other));
            if cost < least {
                (next, least) = (other, cost);
            }
        }
        (self.next[index], self.costs[index]) = (next, least);
    }

    fn place(&self, index: usize) -> [f32; 4] {
        self.columns.each_ref().map(|column| column[index])
    }
}

/// How much the sum of squared differences grows when two clusters, by mean and weight, become one.
#[inline]
fn cost(one: [f32; 4], other: [f32; 4]) -> f32 {
    apart(one, other) * (one[3] * other[3] / (one[3] + other[3]))
}

/// What that is no less than: at least half of the lesser weight counts.
#[inline]
fn at_least(one: [f32; 4], other: [f32; 4]) -> f32 {
    let lesser = if one[3] < other[3] { one[3] } else { other[3] };
    apart(one, other) * (lesser * 0.5)
}

#[inline]
fn apart(one: [f32; 4], other: [f32; 4]) -> f32 {
    let [r, g, b] = [0, 1, 2].map(|at| (one[at] - other[at]) * (one[at] - other[at]));
    r + g + b
}
