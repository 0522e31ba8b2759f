//! Nights belong to the evening that began them. The crate reads the small hours of a day with the rules of that day: "Mo-Th
//! 18:00-02:00; Fr-Sa 18:00-04:00" would close on Thursdays at midnight, and a closed day would keep the end of a night that
//! was never begun. So what is open until midnight and what goes on after it are two texts, each read with the day that says it.

use chrono::{NaiveDateTime, TimeDelta};
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::{
    ExtendedTime,
    rules::{
        OpeningHoursExpression, RuleOperator, RuleSequence,
        time::{Time, TimeSpan},
    },
};

const DAY: u16 = 24 * 60;
const NIGHT: TimeDelta = TimeDelta::days(1);

/// From one moment of a clock to another.
pub type Range = (NaiveDateTime, NaiveDateTime);

/// Hours that were read.
#[derive(Clone, Debug)]
pub struct Hours {
    until_midnight: OpeningHours,
    // What goes on after it, as hours of the day that began it.
    after: Option<OpeningHours>,
}

impl Hours {
    /// Of a text, or why not in a line.
    pub fn of(hours: OpeningHours) -> Result<Self, String> {
        let expression = hours.get_expression();
        if expression.rules.iter().flat_map(|rule| &rule.time_selector.spans).all(|span| !goes_on(span)) {
            return Ok(Self { until_midnight: hours, after: None });
        }
        let read = |from, to| {
            let rules = expression.rules.iter().filter_map(|rule| within(rule, from, to)).collect();
            let part = OpeningHoursExpression { rules }.to_string().parse::<OpeningHours>();
            part.map_err(|_| "--> 1:1 | these nights are not read".to_owned())
        };
        Ok(Self { until_midnight: read(0, DAY)?, after: Some(read(DAY, 2 * DAY)?) })
    }

    /// The same, with the holidays of a place.
    pub fn with_context(self, context: Context) -> Self {
        let after = self.after.map(|after| after.with_context(context.clone()));
        Self { until_midnight: self.until_midnight.with_context(context), after }
    }

    /// The moments of the clock at which hours begin and end, those that touch made one.
    pub fn open_ranges(&self, from: NaiveDateTime, to: NaiveDateTime) -> Vec<Range> {
        let mut opened = open(&self.until_midnight, from, to);
        if let Some(after) = &self.after {
            let later = open(after, from - NIGHT, to - NIGHT).into_iter();
            opened.extend(later.map(|(start, end)| (start + NIGHT, end + NIGHT)));
            opened.sort_unstable();
        }
        let mut ranges: Vec<Range> = Vec::new();
        for (start, end) in opened {
            match ranges.last_mut() {
                // Openings that follow each other with other words are one.
                Some((_, known)) if start <= *known => *known = end.max(*known),
                _ => ranges.push((start, end)),
            }
        }
        ranges
    }
}

fn open(hours: &OpeningHours, from: NaiveDateTime, to: NaiveDateTime) -> Vec<Range> {
    let opened = hours.iter_range(from, to).filter(|one| one.kind == RuleKind::Open);
    opened.map(|one| (one.range.start, one.range.end)).collect()
}

// From and to, in minutes of the day that begins it; hours of the sun are not read.
fn minutes(span: &TimeSpan) -> Option<(u16, u16)> {
    let (Time::Fixed(start), Time::Fixed(end)) = (span.range.start, span.range.end) else { return None };
    let (start, end) = (start.mins_from_midnight(), end.mins_from_midnight());
    Some((start, if start < end { end } else { end + DAY }))
}

/// Whether what a rule closes after midnight is opened by the hours of the next day, and not by the night that it ends: of two
/// days that are read one by one, none would close the hours of the other.
pub fn takes_from_the_next_day(closing: &RuleSequence, rules: &[RuleSequence]) -> bool {
    let ends = closing.time_selector.spans.iter().filter_map(minutes).map(|(_, end)| end);
    let closed_until = ends.max().unwrap_or(0).saturating_sub(DAY);
    let is_early = |rule: &RuleSequence| {
        let is_all_day = rule.time_selector == Default::default();
        is_all_day || rule.time_selector.spans.iter().filter_map(minutes).any(|(start, _)| start < closed_until)
    };
    0 < closed_until && rules.iter().any(|rule| rule.kind == RuleKind::Open && is_early(rule))
}

fn goes_on(span: &TimeSpan) -> bool {
    minutes(span).is_some_and(|(_, end)| DAY < end)
}

// What a rule says between two minutes, as hours of one day; nothing when it leaves what stands.
fn within(rule: &RuleSequence, from: u16, to: u16) -> Option<RuleSequence> {
    let mut part = rule.clone();
    // A day that is closed has no night.
    if rule.kind == RuleKind::Closed && rule.time_selector == Default::default() {
        return Some(part);
    }
    let cut = |span: &TimeSpan| {
        let (start, end) = minutes(span)?;
        let (start, end) = (start.max(from), end.min(to));
        let at = |minute: u16| ExtendedTime::from_mins_from_midnight(minute - from);
        if start < end { Some(TimeSpan::fixed_range(at(start)?, at(end)?)) } else { None }
    };
    part.time_selector.spans = rule.time_selector.spans.iter().filter_map(cut).collect();
    if part.time_selector.spans.is_empty() {
        // Hours take the place of those that rules before them gave the day: here they leave none.
        let replaces = rule.kind == RuleKind::Open && rule.operator == RuleOperator::Normal;
        (part.kind, part.time_selector) = (RuleKind::Closed, Default::default());
        return replaces.then_some(part);
    }
    Some(part)
}
