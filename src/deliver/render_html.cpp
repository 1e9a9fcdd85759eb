#include "deliver/render.hpp"
#include "deliver/words.hpp"
#include "html/document.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

// No text colour and no page colour anywhere: both are the reader's. Tints and lines are transparent greys and reds
// that show on white and on black.
constexpr std::string_view muted = "opacity:.72";
constexpr std::string_view line_above = "padding:10px 0;border-top:1px solid rgba(128,128,128,.35)";
constexpr std::string_view heading_style = "margin:28px 0 6px;font-size:17px;line-height:1.3";
constexpr std::string_view link_style = "color:inherit;text-decoration:underline";
constexpr std::string_view red = "rgba(214,51,51,.22)";
constexpr std::string_view amber = "rgba(224,142,0,.24)";
constexpr std::string_view grey = "rgba(128,128,128,.2)";

std::string div(std::string_view style, std::string_view inner)
{
    return fmt::format("<div style=\"{}\">{}</div>\n", style, inner);
}

std::string link(std::string_view url, std::string_view label)
{
    return fmt::format(R"(<a href="{}" style="{}">{}</a>)", escaped(url, true), link_style, escaped(label));
}

std::string badge(std::string_view text, std::string_view colour)
{
    return fmt::format("<span style=\"display:inline-block;padding:1px 8px;border-radius:9px;background:{};"
                       "font-size:13px;line-height:1.5\">{}</span>",
                       colour, escaped(text));
}

std::string heading(std::string_view title)
{
    return fmt::format("<h2 style=\"{}\">{}</h2>\n", heading_style, escaped(title));
}

std::string number(std::int64_t count, std::string_view label, std::string_view colour)
{
    return fmt::format("<div style=\"display:inline-block;vertical-align:top;min-width:52px;margin:0 8px 8px 0;"
                       "padding:8px 12px;border-radius:8px;background:{}\">"
                       "<div style=\"font-size:24px;line-height:1.2;font-weight:bold\">{}</div>"
                       "<div style=\"font-size:13px;line-height:1.4\">{}</div></div>",
                       colour, count, label);
}

std::string numbers(MailContent const& content)
{
    auto out = number(content.events, "events", grey);
    if (content.urgent() > 0)
        out += number(content.urgent(), content.urgent() == 1 ? "needs attention" : "need attention", red);
    if (content.to_do > 0)
        out += number(content.to_do, "to do by hand", amber);
    out += number(content.added, "new", grey) + number(content.changed, "changed", grey);
    if (content.cancelled > 0)
        out += number(content.cancelled, "cancelled", grey);
    if (content.gone > 0)
        out += number(content.gone, "gone", grey);
    return div("margin:16px 0 0", out);
}

std::string attention_html(MailContent const& content)
{
    std::string out;
    for (auto const& group : attention_of(content)) {
        out += heading(group.title);
        for (auto const* source : group.sources) {
            auto inner = fmt::format("<b>{}</b> {}", escaped(source->name),
                                     badge(status_words(*source), group.urgent ? red : amber));
            if (!source->message.empty())
                inner += div("margin-top:4px", escaped(source->message));
            out += div(line_above, inner);
        }
    }
    return out;
}

std::string row(ChangeLine const& line)
{
    auto const name = line.url.empty() ? escaped(line.name) : link(line.url, line.name);
    auto out = fmt::format("<b>{}</b>", name);
    if (!line.to_do.empty()) {
        out += ' ' + badge(line.change, amber);
        out += div("margin-top:2px", fmt::format("&#9744; {}", escaped(line.to_do)));
    }
    out += div(fmt::format("margin-top:2px;{}", muted),
               escaped(fmt::format("{} · {}", short_time(line.date, line.clock), line.organizer)));
    if (auto const to = moved_to(line); !to.empty())
        out += div("margin-top:2px", escaped("Now: " + to));
    if (!line.why.empty())
        out += div(fmt::format("margin-top:2px;{}", muted), escaped(line.why));
    return div(line_above, out);
}

std::string section_html(Section const& section)
{
    auto out = heading(section.title);
    for (auto const* line : section.lines)
        out += row(*line);
    if (auto const words = left_out_words(section); !words.empty())
        out += div(line_above, escaped(words));
    return out;
}

std::string files_html(MailContent const& content, MailExtras const& extras)
{
    auto out = heading("Files");
    out += div("margin:4px 0", fmt::format("Import in this order: {}.", escaped(import_order(content))));
    std::string links;
    for (auto const& file : extras.links)
        links += fmt::format("<a href=\"{}\" style=\"display:inline-block;margin:4px 8px 4px 0;padding:8px 14px;"
                             "border:1px solid rgba(128,128,128,.6);border-radius:8px;color:inherit;"
                             "text-decoration:none\">{}</a>",
                             escaped(file.url, true), escaped(file.label));
    if (!links.empty())
        out += div("margin:6px 0", links);
    if (auto const words = link_words(extras, content.timezone); !words.empty())
        out += div("margin:4px 0", escaped(words));
    if (!extras.attached.empty())
        out += div("margin:4px 0", escaped(fmt::format("Attached: {}.", fmt::join(extras.attached, ", "))));
    if (extras.links.empty())
        out += div("margin:4px 0", escaped(fmt::format("They are in {}/latest.", content.place)));
    return out;
}

}  // namespace

std::string to_mail_html(MailContent const& content, MailExtras const& extras)
{
    auto body =
        fmt::format("<h1 style=\"margin:0;font-size:22px;line-height:1.3\">{}</h1>\n", escaped(headline(content)));
    body += div(muted, escaped(long_time(content.time, content.timezone)));
    if (!extras.late.empty())
        body += div(fmt::format("margin:12px 0 0;padding:8px 12px;border-radius:8px;background:{}", amber),
                    escaped(extras.late));
    body += content.nothing_read ? div("margin:16px 0 0", escaped(nothing_read_words)) : numbers(content);
    body += attention_html(content);
    if (!content.nothing_read)
        body += files_html(content, extras);
    for (auto const& section : sections_of(content))
        body += section_html(section);
    body += div(fmt::format("margin:28px 0 0;font-size:13px;{}", muted), escaped(origin_words(content)));
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>{}</title>\n</head>\n"
        "<body style=\"margin:0;padding:0\">\n"
        "<div style=\"max-width:640px;margin:0 auto;padding:20px 16px;font-family:system-ui,-apple-system,"
        "'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.45;"
        "overflow-wrap:anywhere;word-break:break-word\">\n{}</div>\n</body>\n</html>\n",
        escaped(to_mail_subject(content)), body);
}

}  // namespace almanac
