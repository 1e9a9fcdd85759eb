#include "read/repair_conditions.hpp"

#include "read/places.hpp"
#include "read/repair_fields.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_value = 30;  ///< of a text that marks an event

/// A condition as a place and what is asked of its text: "h1" and ":contains('cancel')", "kind" and " != walk".
struct Asked {
    std::string place;
    std::string of_text;  ///< empty: the place need only be there
};

std::string as_text(Condition const& condition)
{
    if (condition.kind == Condition::Kind::present)
        return condition.select;
    return fmt::format("{} {} {}", condition.select, condition.kind == Condition::Kind::equal ? "==" : "!=",
                       condition.value.empty() ? "''" : condition.value);
}

Asked asked_by(Condition const& condition, Format format)
{
    if (format == Format::json)
        return {condition.select, as_text(condition).substr(condition.select.size())};
    auto const at = condition.select.rfind(":contains(");
    bool const is_last = at != std::string::npos && at > 0 && condition.select.find(',') == std::string::npos &&
                         condition.select.find(')', at) + 1 == condition.select.size();
    return is_last ? Asked{condition.select.substr(0, at), condition.select.substr(at)} : Asked{condition.select, {}};
}

Finder as_finder(std::string const& condition)
{
    Finder finder;
    finder.select = condition;
    return finder;
}

/// For each item whether a condition holds.
std::vector<bool> held(std::string const& condition, Sheet const& sheet, Format format)
{
    ConditionReader const reader{read_condition(condition, format), format};
    std::vector<bool> holds;
    holds.reserve(sheet.items().size());
    for (auto const& item : sheet.items())
        holds.push_back(reader.holds(item));
    return holds;
}

/// Mends one condition.
class ConditionMender {
public:
    ConditionMender(Condition const& condition, Sheet const& old, Sheet const& now, Same const& same, Format format)
        : m_old(old), m_now(now), m_same(same), m_format(format), m_text(as_text(condition)),
          m_asked(asked_by(condition, format)), m_before(held(m_text, old, format)), m_today(held(m_text, now, format))
    {
    }

    [[nodiscard]] Changes mend() const;

private:
    [[nodiscard]] std::optional<Changes> mend_place() const;
    [[nodiscard]] std::vector<std::string> candidates() const;
    [[nodiscard]] Changes changed(std::string const& to, std::size_t known, std::size_t equal) const;
    /// Whether the item of today is an event that the condition left out, or one that it did not.
    [[nodiscard]] bool was(std::size_t item, bool left_out) const
    {
        return m_same[item] && m_before[*m_same[item]] == left_out;
    }

    Sheet const& m_old;
    Sheet const& m_now;
    Same const& m_same;
    Format m_format;
    std::string m_text;
    Asked m_asked;
    std::vector<bool> m_before;
    std::vector<bool> m_today;
};

Changes ConditionMender::changed(std::string const& to, std::size_t known, std::size_t equal) const
{
    Changes changes;
    changes.mended.push_back({"skip_if", 0, as_finder(m_text), as_finder(to), known, equal, {}});
    return changes;
}

/// A place with a text of which something is asked is looked for like a field. Nothing when it is still there.
std::optional<Changes> ConditionMender::mend_place() const
{
    if (m_asked.of_text.empty())
        return std::nullopt;
    std::vector<Field> fields{{"skip_if", {read_finder(m_asked.place, m_format)}}};
    auto const old = m_old.with_fields(fields, m_format);
    auto now = m_now.with_fields(fields, m_format);
    auto const found = FieldMender{old, now, m_same, m_format}.mend(fields);
    if (!found.mended.empty())
        return changed(short_form(found.mended.front().is) + m_asked.of_text, found.mended.front().known,
                       found.mended.front().equal);
    if (found.unsolved.empty())
        return std::nullopt;
    Changes changes;
    changes.unsolved.push_back(fmt::format("skip_if '{}'", m_text));
    return changes;
}

/// What may mark the events that were left out: each of their places; with what was asked of the text, or with the text
/// that stands there.
std::vector<std::string> ConditionMender::candidates() const
{
    std::vector<std::string> all;
    auto const add = [&](std::string condition) {
        if (std::ranges::find(all, condition) == all.end())
            all.push_back(std::move(condition));
    };
    for (std::size_t i = 0; i < m_now.items().size(); ++i) {
        if (!was(i, true))
            continue;
        for (auto const& [place, text] : parts_of(m_now.items()[i])) {
            if (place.empty() || place.find('@') != std::string::npos)
                continue;
            bool const short_text = text.size() <= max_value && text.find_first_of("\"'\\") == std::string::npos;
            add(place);
            if (!m_asked.of_text.empty())
                add(place + m_asked.of_text);
            if (short_text)
                add(m_format == Format::json ? fmt::format("{} == {}", place, text)
                                             : fmt::format("{}:contains(\"{}\")", place, text));
        }
    }
    return all;
}

Changes ConditionMender::mend() const
{
    if (auto changes = mend_place())
        return std::move(*changes);
    std::size_t lost = 0;
    for (std::size_t i = 0; i < m_today.size(); ++i)
        lost += was(i, true) ? 1 : 0;
    Changes changes;
    if (std::ranges::find(m_before, true) == m_before.end() || std::ranges::find(m_today, true) != m_today.end())
        return changes;
    if (lost == 0) {
        changes.doubts.push_back(fmt::format("skip_if '{}' leaves nothing out today, and no event that it left out is "
                                             "listed any more, so that it cannot be told whether it still works",
                                             m_text));
        return changes;
    }
    std::string best;
    double most = -1;
    for (auto const& condition : candidates()) {
        auto const holds = held(condition, m_now, m_format);
        bool fits = true;
        for (std::size_t i = 0; i < holds.size() && fits; ++i)
            fits = !was(i, !holds[i]);
        auto const worth = likeness(m_text, condition);
        if (fits && worth > most) {
            most = worth;
            best = condition;
        }
    }
    if (!best.empty())
        return changed(best, lost, lost);
    changes.unsolved.push_back(fmt::format("skip_if '{}'", m_text));
    return changes;
}

}  // namespace

Changes mend_conditions(std::vector<Condition>& conditions, Sheet const& old, Sheet const& now, Same const& same,
                        Format format)
{
    Changes all;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        auto changes = ConditionMender{conditions[i], old, now, same, format}.mend();
        for (auto& mended : changes.mended) {
            mended.way = i;
            conditions[i] = read_condition(mended.is.select, format);
        }
        append(all, std::move(changes));
    }
    return all;
}

}  // namespace almanac
