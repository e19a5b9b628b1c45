//! Colours and type sizes as data, for frames and for the page's CSS alike.

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
    }
}

impl std::fmt::Display for Color {
    /// `#rrggbb`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// How many hues tell connections apart; the next one starts over. The hue after the last is that of datagrams.
pub const HUES: usize = 5;

/// What a colour is for. The scene speaks of roles alone; a theme gives them colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Behind the panels.
    Background,
    /// A panel.
    Card,
    /// A panel's edge.
    Border,
    /// Text that is read first.
    Ink,
    /// Text that is read second.
    Muted,
    /// A lifeline, a link, a divider.
    Guide,
    /// The network's cloud.
    Cloud,
    /// A device's body.
    Device,
    /// A device's outline.
    DeviceInk,
    /// A device's details.
    DeviceDetail,
    /// A host's name tag in the ladder, a step's number.
    Tag,
    /// A connection's colour, by hue.
    Hue(u8),
    /// The fill of a connection's tube.
    HueSoft(u8),
    /// Text on a connection's colour.
    OnHue,
    /// A fact at a host.
    Fact,
    /// Text on a fact.
    OnFact,
    /// A speech bubble.
    Bubble,
    /// A speech bubble's edge.
    BubbleBorder,
    /// Text in a speech bubble.
    OnBubble,
    /// A loss, a block.
    Lost,
    /// Text on a loss.
    OnLost,
    /// The terminal.
    Terminal,
    /// The terminal's edge.
    TerminalBorder,
    /// What is typed.
    TerminalInk,
    /// The prompt and the terminal's title.
    TerminalMuted,
    /// What is printed.
    TerminalOutput,
}

impl Role {
    /// Every role, in the order of the page's CSS variables.
    pub fn all() -> impl Iterator<Item = Self> {
        const PLAIN: [Role; 22] = [
            Role::Background,
            Role::Card,
            Role::Border,
            Role::Ink,
            Role::Muted,
            Role::Guide,
            Role::Cloud,
            Role::Device,
            Role::DeviceInk,
            Role::DeviceDetail,
            Role::Tag,
            Role::OnHue,
            Role::Fact,
            Role::OnFact,
            Role::Bubble,
            Role::BubbleBorder,
            Role::OnBubble,
            Role::Lost,
            Role::OnLost,
            Role::Terminal,
            Role::TerminalBorder,
            Role::TerminalInk,
        ];
        PLAIN
            .into_iter()
            .chain([Role::TerminalMuted, Role::TerminalOutput])
            .chain((0..=HUES as u8).map(Role::Hue))
            .chain((0..=HUES as u8).map(Role::HueSoft))
    }

    /// Its name as a CSS variable without the dashes, such as `card` or `hue-1`.
    pub fn name(self) -> String {
        match self {
            Self::Hue(hue) => format!("hue-{hue}"),
            Self::HueSoft(hue) => format!("hue-soft-{hue}"),
            plain => kebab(&format!("{plain:?}")),
        }
    }
}

fn kebab(camel: &str) -> String {
    let mut name = String::new();
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Theme {
    /// Dark ink on light cards.
    #[default]
    Light,
    /// Light ink on dark cards.
    Dark,
}

impl Theme {
    /// `light` or `dark`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The colour of a role. Text roles keep a contrast of at least 4.5 : 1 on what they stand on (WCAG 2.2, 1.4.3).
    pub fn color(self, role: Role) -> Color {
        let (light, dark) = both(role);
        Color::hex(match self {
            Self::Light => light,
            Self::Dark => dark,
        })
    }
}

/// Blue, teal, purple, amber, pink; slate for datagrams.
const HUE: [(u32, u32); HUES + 1] = [
    (0x25_63_eb, 0x60_a5_fa),
    (0x0f_76_6e, 0x2d_d4_bf),
    (0x7e_22_ce, 0xc0_84_fc),
    (0xb4_53_09, 0xfb_bf_24),
    (0xbe_18_5d, 0xf4_72_b6),
    (0x47_55_69, 0xa3_b1_c6),
];
const HUE_SOFT: [(u32, u32); HUES + 1] = [
    (0xdb_e7_fe, 0x1c_35_5e),
    (0xcc_f1_ea, 0x12_3f_43),
    (0xef_e1_fd, 0x38_23_5c),
    (0xfd_ec_c8, 0x45_34_14),
    (0xfc_e3_ef, 0x4d_1f_38),
    (0xe2_e8_f0, 0x2a_37_4d),
];

#[rustfmt::skip]
fn both(role: Role) -> (u32, u32) {
    match role {
        Role::Background     => (0xf4_f6_fa, 0x0a_0f_1d),
        Role::Card           => (0xff_ff_ff, 0x12_1a_2d),
        Role::Border         => (0xe2_e6_ef, 0x22_2d_45),
        Role::Ink            => (0x12_19_2b, 0xf1_f5_f9),
        Role::Muted          => (0x56_61_78, 0x9a_a8_be),
        Role::Guide          => (0xd5_da_e5, 0x31_3e_58),
        Role::Cloud          => (0xe9_ef_f9, 0x18_23_3b),
        Role::Device         => (0xf1_f5_fe, 0x1a_25_3e),
        Role::DeviceInk      => (0x2b_3a_55, 0xcb_d6_e6),
        Role::DeviceDetail   => (0x94_a3_bd, 0x64_74_90),
        Role::Tag            => (0xeb_ef_f7, 0x1f_2a_43),
        Role::Hue(hue)       => HUE[usize::from(hue).min(HUES)],
        Role::HueSoft(hue)   => HUE_SOFT[usize::from(hue).min(HUES)],
        Role::OnHue | Role::OnLost => (0xff_ff_ff, 0x0a_0f_1d),
        Role::Fact           => (0xfe_e7_d6, 0x43_27_15),
        Role::OnFact         => (0xa8_3a_0c, 0xfd_ba_74),
        Role::Bubble         => (0xff_fb_e8, 0x2c_2a_1b),
        Role::BubbleBorder   => (0xe8_d4_8a, 0x75_69_2c),
        Role::OnBubble       => (0x4a_3a_06, 0xfb_ec_b4),
        Role::Lost           => (0xc8_1e_1e, 0xf8_71_71),
        Role::Terminal       => (0x0f_17_2a, 0x05_09_14),
        Role::TerminalBorder => (0x0f_17_2a, 0x22_2d_45),
        Role::TerminalInk    => (0xf1_f5_f9, 0xf1_f5_f9),
        Role::TerminalMuted  => (0x8b_9a_b3, 0x8b_9a_b3),
        Role::TerminalOutput => (0x86_e0_a6, 0x86_e0_a6),
    }
}
