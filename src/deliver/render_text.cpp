#include "deliver/render.hpp"
#include "deliver/words.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

std::string lines_of(ChangeLine const& line)
{
    auto out = line.to_do.empty() ? fmt::format("- {}", line.name) : fmt::format("- {}: {}", line.to_do, line.name);
    out += fmt::format("\n  {}, {}", short_time(line.date, line.clock), line.organizer);
    if (auto const to = moved_to(line); !to.empty())
        out += fmt::format("\n  Now: {}", to);
    if (!line.why.empty())
        out += fmt::format("\n  {}", line.why);
    if (!line.url.empty())
        out += fmt::format("\n  {}", line.url);
    return out + '\n';
}

std::string heading(std::string_view title)
{
    return fmt::format("\n{}\n{}\n", title, std::string(title.size(), '-'));
}

std::string attention_text(MailContent const& content)
{
    std::string out;
    for (auto const& group : attention_of(content)) {
        out += heading(group.title);
        for (auto const* source : group.sources) {
            out += fmt::format("- {} ({}): {}\n", source->name, source->id, status_words(*source));
            if (!source->message.empty())
                out += fmt::format("  {}\n", source->message);
        }
    }
    return out;
}

std::string files_text(MailContent const& content, MailExtras const& extras)
{
    auto out = heading("Files");
    out += fmt::format("Import in this order: {}.\n", import_order(content));
    for (auto const& link : extras.links)
        out += fmt::format("- {}: {}\n", link.label, link.url);
    if (auto const words = link_words(extras, content.timezone); !words.empty())
        out += words + '\n';
    if (!extras.attached.empty())
        out += fmt::format("Attached: {}.\n", fmt::join(extras.attached, ", "));
    if (extras.links.empty())
        out += fmt::format("They are in {}/latest.\n", content.place);
    return out;
}

}  // namespace

std::string to_mail_subject(MailContent const& content)
{
    std::vector<std::string> parts;
    auto const add = [&](std::int64_t count, std::string_view one, std::string_view many) {
        if (count > 0)
            parts.push_back(count_of(count, one, many));
    };
    if (content.nothing_read)
        parts.emplace_back("nothing could be read");
    add(content.to_do, "to do by hand", "to do by hand");
    add(content.urgent(), "source needs attention", "sources need attention");
    add(content.added, "new", "new");
    if (content.nothing_read)
        return fmt::format("Almanac: {}", fmt::join(parts, ", "));
    if (content.changes.empty())
        parts.emplace_back("nothing changed");
    parts.push_back(count_of(content.events, "event", "events"));
    return fmt::format("Almanac: {}", fmt::join(parts, ", "));
}

std::string to_mail_text(MailContent const& content, MailExtras const& extras)
{
    auto out = fmt::format("{}, {}.\n", headline(content), long_time(content.time, content.timezone));
    out += content.nothing_read
               ? fmt::format("{}\n", nothing_read_words)
               : fmt::format("New: {}. Changed: {}. Cancelled: {}. Gone: {}. To do by hand: {}.\n", content.added,
                             content.changed, content.cancelled, content.gone, content.to_do);
    if (!extras.late.empty())
        out += extras.late + '\n';
    out += attention_text(content);
    if (!content.nothing_read)
        out += files_text(content, extras);
    for (auto const& section : sections_of(content)) {
        out += heading(section.title);
        for (auto const* line : section.lines)
            out += lines_of(*line);
        if (auto const words = left_out_words(section); !words.empty())
            out += words + '\n';
    }
    return out + fmt::format("\n-- \n{}\n", origin_words(content));
}

}  // namespace almanac
