#include "support/paths.hpp"
#include "text/text.hpp"
#include "time/when_json.hpp"

#include <absl/time/time.h>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <fstream>
#include <map>
#include <set>

namespace almanac {
namespace {

/// What a stated time pins down: an instant, else a wall clock, else a date. (As the project's accuracy tool counts.)
struct Moment {
    std::optional<std::int64_t> instant;
    std::optional<std::string> wall;
    std::string date;
};

std::optional<Moment> moment(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    Moment m;
    m.date = text.substr(0, 10);
    if (text.size() <= 10)
        return m;
    m.wall = text.substr(0, 16);
    absl::Time instant;
    std::string error;
    if (absl::ParseTime(absl::RFC3339_full, {text.data(), text.size()}, &instant, &error))
        m.instant = absl::ToUnixMillis(instant);
    return m;
}

bool same(std::optional<Moment> const& want, std::optional<Moment> const& got)
{
    if (!want || !got)
        return !want && !got;
    if (want->instant && got->instant)
        return want->instant == got->instant;
    if (want->wall && got->wall)
        return want->wall == got->wall;
    return want->date == got->date;
}

struct Row {
    std::string_view text, now, start, end, all_day, tags;
};

/// The last day of a row, as we state it. Rows with the tag "end-exclusive" state the day after.
std::string last_day(Row const& row)
{
    absl::CivilDay day;
    if (row.tags.find("end-exclusive") == std::string_view::npos ||
        !absl::ParseCivilTime({row.end.data(), row.end.size()}, &day))
        return std::string{row.end};
    return absl::FormatCivilTime(day - 1);
}

/// The group a row counts for; empty when it does not.
std::string_view group_of(Row const& row)
{
    static RE2 const dated{
        R"((?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[-/.]\d{1,2}([-/.]|\b)|\b(mon|tue|wed|thu|fri|sat|sun|today|tonight|tomorrow))"};
    static RE2 const relative{
        R"((?i)\b(ago|last|past|previous|prior|before|after|from|yesterday|within|early|late|mid|week|month|quarter|year|weekend|sunday of|hence|now|in \d)|foo$|'\d\d)"};
    std::set<std::string_view> tags;
    for (auto const tag : split(row.tags, ';'))
        tags.insert(tag);
    for (auto const tag : tags) {
        if (tag.starts_with("contested") || tag.starts_with("upstream-partial"))
            return {};
    }
    for (std::string_view const out : {"noise", "day-first", "holiday", "seen-in-train"}) {
        if (tags.contains(out))
            return {};
    }
    if (!tags.contains("en"))
        return {};
    if (row.start == "NONE")
        return "negative";
    if (tags.contains("real"))
        return "real";
    re2::StringPiece const text{row.text.data(), row.text.size()};
    if (!RE2::PartialMatch(text, dated) || RE2::PartialMatch(text, relative))
        return {};
    return row.end.empty() ? "other" : "range";
}

TEST(ReadWhenCorpus, ReachesItsFloor)
{
    std::ifstream file{shared_folder() / "dates/daterange_cases.tsv"};
    if (!file)
        GTEST_SKIP() << "the corpus is not here";
    struct Score {
        int right = 0, all = 0;
    };
    std::map<std::string_view, Score> scores;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        auto const cells = split(line, '\t');
        ASSERT_GE(cells.size(), 7U);
        Row const row{cells[0], cells[1], cells[2], cells[3], cells[4], cells[6]};
        auto const group = row.now.empty() ? std::string_view{} : group_of(row);
        if (group.empty())
            continue;
        auto const answer = boost::json::parse(answer_batch_line(fmt::format("{}\t{}", row.now, row.text), {}));
        auto const field = [&](char const* name) -> std::string_view {
            auto const* value = answer.as_object().if_contains(name);
            return value != nullptr && value->is_string() ? std::string_view{value->as_string()} : std::string_view{};
        };
        auto right = answer.as_object().empty();
        if (group != "negative") {
            right = !right && same(moment(row.start), moment(field("start"))) &&
                    (row.end.empty() || same(moment(last_day(row)), moment(field("end")))) &&
                    (row.all_day != "1" || answer.at("allDay").as_bool());
        }
        scores[group].right += right;
        ++scores[group].all;
    }
    auto const percent = [&](std::string_view group) {
        return 100.0 * scores[group].right / std::max(scores[group].all, 1);
    };
    for (auto const& [group, score] : scores)
        fmt::print("dates, {:8} {:3} of {:3}, {:.1f}%\n", group, score.right, score.all, percent(group));
    EXPECT_GE(percent("real"), 98);
    EXPECT_GE(percent("range"), 90);
    EXPECT_GE(percent("other"), 84.8);
    EXPECT_GE(percent("negative"), 100);
}

}  // namespace
}  // namespace almanac
