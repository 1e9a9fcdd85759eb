#include "time/phrase.hpp"

#include "time/expand.hpp"
#include "time/part_finder.hpp"
#include "time/rule_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

DateParts parts_of(absl::CivilDay day)
{
    DateParts parts;
    parts.year = static_cast<int>(day.year());
    parts.month = day.month();
    parts.day = day.day();
    return parts;
}

bool is_month(DateParts const& parts)
{
    return parts.is_only_month() && parts.part == 0;
}

/// A number that is no clock time and begins no date of its own.
bool is_day_number(Token const* t)
{
    TimeParts time;
    return t->is_number(1, 2) && !t[1].is_mark('/') && read_clock(t, time) == 0;
}

/// Weekdays without a number.
bool names_plain_days(PhraseParts const& parts)
{
    return !parts.days.empty() && std::ranges::all_of(parts.days, [](RuleDay const& day) { return day.nth == 0; });
}

struct Span {
    absl::CivilDay from;
    std::optional<absl::CivilDay> until;
};

/// Turns parts into a phrase: settles its bounds, its exceptions and its first day.
class PhraseMaker {
public:
    PhraseMaker(PhraseParts parts, Token const* end, WhenOptions const& options)
        : m_parts(std::move(parts)), m_end(end), m_options(options), m_today(options.now)
    {
    }

    std::optional<Phrase> run()
    {
        take_month_as_span();
        settle_quarters();
        auto rules = all_rules();
        if (rules.empty() || !(m_parts.repeats || m_parts.opens) || m_parts.has_date || m_parts.refused)
            return std::nullopt;
        auto const span = find_span();
        if (!span || (span->until && *span->until < span->from))
            return std::nullopt;
        constexpr int week = 7;
        if (!m_parts.repeats && span->until && *span->until - span->from < week)
            return std::nullopt;
        auto const first = first_day(rules.front(), *span);
        if (!first)
            return std::nullopt;
        for (auto& rule : rules) {
            if (span->until)
                rule += ";UNTIL=" + absl::FormatCivilTime(*span->until).erase(7, 1).erase(4, 1);
            say(fmt::format("repeats: {}", rule));
        }
        if (m_parts.interval > 1 && !m_parts.from)
            say(fmt::format("which of them is the first is not stated: {}", absl::FormatCivilTime(*first)));
        m_phrase.recurrence.rules = std::move(rules);
        if (m_parts.except != nullptr)
            add_exceptions(*span);
        m_phrase.first = parts_of(without_exceptions(*first));
        return std::move(m_phrase);
    }

private:
    void say(std::string text) { m_phrase.said.push_back(std::move(text)); }

    /// One rule, but for weekends two: the first weekend of a month is its first Saturday and the Sunday behind it,
    /// which is its second Sunday when the month begins on one. The last weekend is whole in the month.
    std::vector<std::string> all_rules()
    {
        std::vector<std::string> rules;
        auto const add = [&](PhraseParts const& parts) {
            if (auto rule = to_rule(parts))
                rules.push_back(std::move(*rule));
        };
        if (m_parts.weekends.empty()) {
            add(m_parts);
            return rules;
        }
        auto saturdays = m_parts, sundays = m_parts;
        saturdays.days.clear();
        sundays.days = {{0, absl::Weekday::sunday}};
        for (auto const number : m_parts.weekends) {
            saturdays.days.push_back({number, absl::Weekday::saturday});
            for (int day = 7 * number - 5; number > 0 && day <= std::min(7 * number + 1, 31); ++day)
                sundays.among.push_back(day);
        }
        if (m_parts.weekends.front() < 0) {
            saturdays.days = {{0, absl::Weekday::saturday}};
            saturdays.among = {-8, -7, -6, -5, -4, -3, -2};
            sundays.days = {{-1, absl::Weekday::sunday}};
        }
        add(saturdays);
        add(sundays);
        return rules;
    }

    /// "Mondays in June" are those of one June; "every fourth Thursday in November" those of every year.
    void take_month_as_span()
    {
        auto& months = m_parts.months;
        if (!names_plain_days(m_parts) || months.empty() || m_parts.from ||
            m_parts.frequency.value_or(Frequency::Weekly) != Frequency::Weekly)
            return;
        m_parts.from.emplace().month = months.front();
        m_parts.until.emplace().month = months.back();
        m_parts.until_the_end = true;
        months.clear();
    }

    /// Each third month from the stated start on; without one those of the calendar.
    void settle_quarters()
    {
        if (!m_parts.quarters)
            return;
        m_parts.interval = m_parts.from ? 3 : 1;
        m_parts.quarters = !m_parts.from;
        if (m_parts.quarters)
            say("quarters of the calendar year");
    }

    /// The first and the last day that parts of a date name, as any text with them is read.
    std::optional<When> resolved(DateParts const& start, std::optional<DateParts> const& end)
    {
        Occasion occasion;
        occasion.start = start;
        occasion.all_day = true;
        if (end) {
            occasion.end = *end;
            occasion.has_end_date = true;
        }
        WhenReading reading;
        resolve(occasion, m_options, reading);
        for (auto& text : reading.assumptions)
            if (text.starts_with("no year"))
                say(std::move(text));
        return reading.times.empty() ? std::nullopt : std::optional{reading.times.front()};
    }

    std::optional<Span> find_span()
    {
        Span span{m_today, std::nullopt};
        if (m_parts.from || m_parts.until) {
            auto const start = m_parts.from.value_or(parts_of(m_today));
            auto const when = resolved(start, m_parts.until);
            if (!when)
                return std::nullopt;
            span.from = absl::CivilDay(when->start);
            if (m_parts.until)
                span.until = absl::CivilDay(when->end);
            if (m_parts.until && is_month(*m_parts.until) && !m_parts.until_the_end)
                span.until = absl::CivilDay(absl::CivilMonth(*span.until));
        }
        if (m_parts.days_long)
            span.until = span.from + *m_parts.days_long;
        if (m_parts.months_long)
            span.until = absl::CivilDay(absl::CivilMonth(span.from) + *m_parts.months_long) + (span.from.day() - 1);
        return span;
    }

    /// The first day from the start of the span on; for "every other Tuesday" simply the first Tuesday.
    static std::optional<absl::CivilDay> first_day(std::string const& text, Span const& span)
    {
        constexpr int days_ahead = 8 * 366 + 1;  // a 29 February may be eight years away
        std::string problem;
        auto rule = read_rule(text, problem);
        if (!rule)
            return std::nullopt;
        rule->interval = 1;
        rule->count = 1;
        WalkBudget budget;
        std::vector<absl::CivilSecond> found;
        auto const until = span.until.value_or(span.from + days_ahead);
        walk_rule(*rule, absl::CivilSecond(span.from), absl::CivilSecond(span.from), absl::CivilSecond(until), budget,
                  found);
        return found.empty() ? std::nullopt : std::optional{absl::CivilDay(found.front())};
    }

    /// "except on weekends", "except in May", "except March 6 and 8", "except each 2nd Monday in March"
    void add_exceptions(Span const& span)
    {
        PieceOptions const options{m_today, m_options.day_first};
        auto const parts = find_phrase_parts(m_parts.except, m_end, options);
        auto& recurrence = m_phrase.recurrence;
        if (auto rule = to_rule(parts); rule && !parts.has_date && (parts.repeats || names_plain_days(parts))) {
            say(fmt::format("except: {}", *rule));
            recurrence.exrules.push_back(std::move(*rule));
            return;
        }
        for (auto const* t = m_parts.except; t < m_end;) {
            DateParts date;
            bool bad = false;
            auto const n = read_date(t, options, date, bad);
            if (n == 0 && m_parts.from && t->is_number(1, 2) && t[1].is(Word::Suffix)) {  // "in July except the 4th"
                date = {};
                date.month = m_parts.from->month;
                date.day = as_int(*t);
                exclude(date, span);
            }
            t += std::max<std::size_t>(n, 1);
            if (n == 0 || bad)
                continue;
            if (is_month(date)) {
                auto const year = date.year == 0 ? "" : fmt::format(";UNTIL={:04}{:02}31", date.year, date.month);
                recurrence.exrules.push_back(fmt::format("FREQ=DAILY;BYMONTH={}{}", date.month, year));
                say(fmt::format("except: {}", recurrence.exrules.back()));
                continue;
            }
            exclude(date, span);
            while (is_and(*t) && is_day_number(t + 1) && date.month != 0) {  // "March 2 and 9"
                date.day = static_cast<int>(t[1].value);
                exclude(date, span);
                t += 2;
            }
        }
    }

    void exclude(DateParts const& date, Span const& span)
    {
        auto const when = resolved(parts_of(span.from), date);
        if (!when)
            return;
        m_phrase.recurrence.excluded.push_back({when->end, true, {}});
        say(fmt::format("except: {}", absl::FormatCivilTime(absl::CivilDay(when->end))));
    }

    /// The first day that is no exception; what is counted from its first day on keeps that.
    [[nodiscard]] absl::CivilDay without_exceptions(absl::CivilDay first) const
    {
        if (m_parts.except == nullptr || m_parts.count || m_parts.interval > 1)
            return first;
        When const when{absl::CivilSecond(first), absl::CivilSecond(first), false, true, "UTC"};
        auto const days = expand(when, m_phrase.recurrence, first, first + 366).occurrences;
        return days.empty() ? first : absl::CivilDay(days.front().start);
    }

    PhraseParts m_parts;
    Token const* m_end;
    WhenOptions const& m_options;
    absl::CivilDay m_today;
    Phrase m_phrase;
};

}  // namespace

std::vector<Phrase> read_phrases(Tokens const& tokens, std::span<Piece const> pieces, WhenOptions const& options)
{
    PieceOptions const piece_options{absl::CivilDay(options.now), options.day_first};
    auto const parts = find_phrase_parts(tokens.begin(), tokens.end(), piece_options, pieces);
    if (!parts.repeats && !parts.opens)
        return {};
    std::vector<Phrase> phrases;
    for (std::size_t i = 0; i < std::max<std::size_t>(parts.groups.size(), 1); ++i) {
        auto own = parts;
        if (!parts.groups.empty())
            own.days = parts.groups[i].days;
        auto phrase = PhraseMaker{std::move(own), tokens.end(), options}.run();
        if (!phrase)
            return {};
        phrase->begin = parts.groups.empty() ? 0 : parts.groups[i].begin;
        phrases.push_back(std::move(*phrase));
    }
    return phrases;
}

}  // namespace almanac
