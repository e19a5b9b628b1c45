//! Sizes that go together: the fewer hosts share the stage, the larger everything on it.

use super::Rect;
use super::arrange::pitch;

/// Sizes that go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub icon: f32,
    pub name: f32,
    pub detail: f32,
    /// From the icon's bottom to the name's baseline, and from line to line after it.
    pub name_gap: f32,
    pub detail_gap: f32,
    pub fact: f32,
    pub fact_height: f32,
    pub port: f32,
    pub tube: f32,
    pub lane: f32,
    pub packet: f32,
    pub packet_height: f32,
    pub packet_width: f32,
}

const HUGE: Scale = Scale {
    icon: 150.0,
    name: 22.0,
    detail: 17.0,
    name_gap: 28.0,
    detail_gap: 25.0,
    fact: 15.5,
    fact_height: 33.0,
    port: 15.5,
    tube: 8.5,
    lane: 74.0,
    packet: 19.0,
    packet_height: 54.0,
    packet_width: 270.0,
};
const LARGE: Scale = Scale {
    icon: 124.0,
    name: 18.0,
    detail: 14.5,
    name_gap: 22.0,
    detail_gap: 21.0,
    fact: 13.5,
    fact_height: 28.0,
    port: 13.5,
    tube: 7.0,
    lane: 60.0,
    packet: 16.0,
    packet_height: 44.0,
    packet_width: 250.0,
};
/// Three hosts in a row, with room for a packet between them.
const WIDE: Scale = Scale {
    icon: 100.0,
    name: 17.0,
    detail: 13.8,
    name_gap: 20.5,
    detail_gap: 19.5,
    fact: 13.0,
    fact_height: 26.0,
    port: 13.0,
    tube: 6.5,
    lane: 51.0,
    packet: 15.0,
    packet_height: 40.0,
    packet_width: 190.0,
};
const MEDIUM: Scale = Scale {
    icon: 76.0,
    name: 16.0,
    detail: 13.0,
    name_gap: 19.0,
    detail_gap: 18.0,
    fact: 12.5,
    fact_height: 24.0,
    port: 12.5,
    tube: 6.0,
    lane: 42.0,
    packet: 14.0,
    packet_height: 36.0,
    packet_width: 190.0,
};
const MODEST: Scale = Scale {
    icon: 62.0,
    name: 15.0,
    detail: 12.5,
    name_gap: 17.5,
    detail_gap: 16.5,
    fact: 12.0,
    fact_height: 22.0,
    port: 12.0,
    tube: 5.5,
    lane: 36.0,
    packet: 13.5,
    packet_height: 33.0,
    packet_width: 170.0,
};
const SMALL: Scale = Scale {
    icon: 48.0,
    name: 14.0,
    detail: 12.0,
    name_gap: 16.0,
    detail_gap: 15.0,
    fact: 11.5,
    fact_height: 20.0,
    port: 11.5,
    tube: 5.0,
    lane: 30.0,
    packet: 13.0,
    packet_height: 30.0,
    packet_width: 150.0,
};

/// Four hosts above one another beside a terminal.
const TINY: Scale = Scale {
    icon: 36.0,
    name: 12.5,
    detail: 11.0,
    name_gap: 14.5,
    detail_gap: 14.0,
    fact: 10.5,
    fact_height: 16.0,
    port: 10.5,
    tube: 4.0,
    lane: 24.0,
    packet: 12.0,
    packet_height: 26.0,
    packet_width: 150.0,
};

/// The stage of a phone, whatever stands on it: no text may be smaller.
pub(super) const NARROW: Scale = Scale {
    icon: 42.0,
    name: 15.0,
    detail: 14.0,
    name_gap: 17.5,
    detail_gap: 17.5,
    fact: 14.0,
    fact_height: 25.0,
    port: 14.0,
    tube: 4.5,
    lane: 92.0,
    packet: 15.0,
    packet_height: 34.0,
    packet_width: 250.0,
};

/// A host's lines under its icon and how many facts it holds at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub details: usize,
    pub facts: usize,
}

impl Scale {
    /// From the middle of the icon to the bottom of the host's last line.
    pub(super) fn below(self, room: Room) -> f32 {
        self.icon / 2.0 + self.name_gap + room.details as f32 * self.detail_gap + 5.0
    }

    /// Height of a host from its icon's top to its last fact's bottom.
    fn height(self, room: Room) -> f32 {
        self.icon / 2.0 + self.below(room) + room.facts as f32 * (self.fact_height + 5.0)
    }

    /// The largest scale at which so many columns and rows of hosts, and the packets between them, have room.
    pub(super) fn that_fits(stage: Rect, room: Room, (columns, rows): (usize, usize), cell_width: f32) -> Self {
        let above_one_another = |scale: &Self| (scale.height(room) + 14.0) * rows as f32 <= stage.h - 14.0;
        let side_by_side = |scale: &Self| {
            let packets = columns < 3 || pitch(stage, columns, scale.icon) >= scale.icon * 2.5;
            scale.icon * 1.75 <= cell_width && scale.icon <= stage.h * 0.36 && packets
        };
        let large = [HUGE, LARGE, WIDE, MEDIUM, MODEST].into_iter();
        let small = || if above_one_another(&SMALL) { SMALL } else { TINY };
        large.filter(above_one_another).find(side_by_side).unwrap_or_else(small)
    }
}
