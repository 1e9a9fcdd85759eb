#include "deliver/words.hpp"

#include "time/zone.hpp"

#include <absl/time/civil_time.h>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

/// How many lines of `change` there were that leave nothing to do: gone and cancelled ones always do.
std::int64_t total_of(std::string_view change, MailContent const& content)
{
    auto const to_do = std::ranges::count_if(
        content.changes, [&](ChangeLine const& line) { return !line.to_do.empty() && line.change == change; });
    return (change == "new" ? content.added : content.changed) - to_do;
}

Section section_of(std::string title, std::string_view change, MailContent const& content)
{
    Section section{std::move(title), {}, 0};
    for (auto const& line : content.changes)
        if (change.empty() ? !line.to_do.empty() : line.to_do.empty() && line.change == change)
            section.lines.push_back(&line);
    auto const total = change.empty() ? content.to_do : total_of(change, content);
    section.left_out = std::max<std::int64_t>(0, total - std::ssize(section.lines));
    return section;
}

}  // namespace

std::string describe_duration(absl::Duration duration)
{
    if (duration >= absl::Hours(48))
        return fmt::format("{} days", duration / absl::Hours(24));
    if (duration >= absl::Hours(2))
        return fmt::format("{} hours", duration / absl::Hours(1));
    return fmt::format("{} minutes", std::max<std::int64_t>(0, duration / absl::Minutes(1)));
}

std::string long_time(absl::Time time, std::string_view timezone)
{
    return absl::FormatTime("%A %-d %B %Y, %H:%M %Z", time, find_zone(timezone).value_or(absl::UTCTimeZone()));
}

std::string count_of(std::int64_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string headline(MailContent const& content)
{
    return content.nothing_read ? "Nothing could be read"
                                : fmt::format("{} from {}", count_of(content.events, "event", "events"),
                                              count_of(content.sources, "source", "sources"));
}

std::string origin_words(MailContent const& content)
{
    return fmt::format("Almanac, run {}, {} in {}", content.run,
                       content.nothing_read ? "nothing published" : "published", content.place);
}

std::string short_time(std::string_view date, std::string_view clock)
{
    absl::CivilDay day;
    auto text = absl::ParseCivilTime(std::string{date}, &day)
                    ? absl::FormatTime("%a %-d %b %Y", absl::FromCivil(day, absl::UTCTimeZone()), absl::UTCTimeZone())
                    : std::string{date};
    return clock.empty() ? text : fmt::format("{}, {}", text, clock);
}

std::string moved_to(ChangeLine const& line)
{
    return line.new_date.empty() ? std::string{}
                                 : fmt::format("{}, {}", line.new_name, short_time(line.new_date, line.new_clock));
}

std::string status_words(MailSource const& source)
{
    bool const differs = !source.before.empty() && source.before != source.status;
    return differs ? fmt::format("{}, was {}", source.status, source.before) : source.status;
}

std::string link_words(MailExtras const& extras, std::string_view timezone)
{
    if (extras.links.empty())
        return {};
    auto const first = std::ranges::min(extras.links, {}, &MailLink::expires).expires;
    if (std::ranges::any_of(extras.links, &MailLink::may_end_sooner))
        return fmt::format("The links work until {} at the latest, but probably for some hours only: they end with the "
                           "access that signed them, which does not tell when. Until then whoever has a link can read "
                           "the file.",
                           long_time(first, timezone));
    auto words = fmt::format("The links work until {}, {} from now.", long_time(first, timezone),
                             describe_duration(first - extras.now));
    if (first < extras.now + extras.link_days * absl::Hours(24) - absl::Minutes(10))
        words += fmt::format(" That is less than the {} asked for: a link dies with the access that signed it.",
                             count_of(extras.link_days, "day", "days"));
    return words + " Until then whoever has a link can read the file.";
}

std::vector<SourceGroup> attention_of(MailContent const& content)
{
    std::vector<SourceGroup> groups{{"Needs attention", true, {}}, {"Worth a look", false, {}}};
    for (auto const& source : content.attention)
        groups[source.urgent ? 0 : 1].sources.push_back(&source);
    std::erase_if(groups, [](SourceGroup const& group) { return group.sources.empty(); });
    return groups;
}

std::vector<Section> sections_of(MailContent const& content)
{
    auto sections = std::vector{section_of("To do by hand, after the import", "", content),
                                section_of("Changed", "changed", content), section_of("New", "new", content)};
    std::erase_if(sections, [](Section const& section) { return section.lines.empty(); });
    return sections;
}

std::string left_out_words(Section const& section)
{
    return section.left_out == 0 ? std::string{} : fmt::format("And {} more, in changes.csv.", section.left_out);
}

std::string import_order(MailContent const& content)
{
    std::vector<std::string> names;
    for (auto const& file : content.files)
        if (file.name.ends_with("venues.csv") || file.name.ends_with("organizers.csv") ||
            file.name.ends_with("events.csv"))
            names.push_back(file.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace almanac
