#include "read/url_plan.hpp"

#include "fetch/url.hpp"
#include "text/text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace almanac {
namespace {

constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

/// A hostile or mistaken `each` shall not plan a million requests.
constexpr std::size_t max_trails = 2000;

enum class Escape { none, url, json };

bool names_in(std::string_view text, std::string_view name)
{
    return std::ranges::any_of(parse_template(text), [&](auto const& piece) { return piece.name == name; });
}

bool names_in(Asking const& asking, std::string_view name)
{
    return names_in(asking.url, name) || names_in(asking.body, name) ||
           std::ranges::any_of(asking.form, [&](auto const& field) { return names_in(field.second, name); });
}

Asking first_asking(Source const& source)
{
    return {source.url, source.method, source.body, source.content_type, source.form, {}, {}};
}

/// Whether `more` goes on from the first page; else it asks for further months.
bool goes_on(Asking const& more)
{
    return names_in(more, "page") || names_in(more, "offset") || names_in(more, "next");
}

std::string escaped(std::string text, Escape escape)
{
    if (escape == Escape::url)
        return encode_url_part(text);
    if (escape == Escape::json) {
        auto const quoted = boost::json::serialize(boost::json::value(text));
        return quoted.substr(1, quoted.size() - 2);
    }
    return text;
}

std::optional<std::string> fill(std::string_view text, Trail const& trail, ReadContext const& context, Escape escape);

/// The value of a place of an address. Dates are put as their format writes them, so that "{month:%Y/%m}" is a path.
std::optional<std::string> value_of(TemplatePiece const& piece, Trail const& trail, ReadContext const& context,
                                    Escape escape)
{
    auto const& name = piece.name;
    if (is_date_name(name)) {
        auto const day = name == "month"  ? trail.month
                         : name == "to"   ? context.to
                         : name == "from" ? context.from
                                          : absl::CivilDay(context.now);
        auto const format = piece.rest.empty() ? name == "month" ? ":%Y-%m" : ":%Y-%m-%d" : piece.rest;
        return format_day(day, std::string_view{format}.substr(1));
    }
    if (name == "page")
        return fmt::format("{}", trail.page);
    if (name == "source_url")
        return fill(context.source.url, trail, context, Escape::url);
    if (name == "offset")
        return fmt::format("{}", trail.offset);
    if (name == "next")
        return escaped(trail.next, escape);
    if (name == "token")
        return escaped(context.token, escape);
    if (auto const found = trail.values.find(name); found != trail.values.end())
        return escaped(found->second, escape);
    return std::nullopt;
}

/// A value that stands first is a whole address ("{service}?q=..."), so it is put as it is.
std::optional<std::string> fill(std::string_view text, Trail const& trail, ReadContext const& context, Escape escape)
{
    return fill_template(text, [&](TemplatePiece const& piece) {
        bool const first = escape == Escape::url && piece.position == 1;
        return value_of(piece, trail, context, first ? Escape::none : escape);
    });
}

std::string fill_form(std::map<std::string, std::string> const& form, Trail const& trail, ReadContext const& context)
{
    std::string body;
    for (auto const& [key, value] : form) {
        body += fmt::format("{}{}={}", body.empty() ? "" : "&", encode_url_part(key),
                            encode_url_part(fill(value, trail, context, Escape::none).value_or("")));
    }
    return body;
}

/// Scheme and host: what a secret may be sent to.
std::string origin_of(std::string_view url)
{
    return std::string{url.substr(0, url.find(':'))} + "://" + host_of(url);
}

/// The source's headers. Those with a secret go only where the source itself is: a link on a page may lead anywhere.
void add_headers(Request& request, std::string_view home, ReadContext const& context)
{
    for (auto const& [name, value] : context.source.headers) {
        bool const secret = names_in(value, "token");
        if (secret && (context.token.empty() || origin_of(request.url) != origin_of(home)))
            continue;
        request.headers.emplace_back(name, fill(value, {}, context, Escape::none).value_or(""));
    }
}

void add_body(Request& request, Asking const& asking, Trail const& trail, ReadContext const& context)
{
    request.method = asking.method;
    request.content_type = asking.content_type;
    auto const default_type = [&](std::string_view type) {
        if (request.content_type.empty())
            request.content_type = type;
    };
    if (!asking.form.empty()) {
        default_type("application/x-www-form-urlencoded");
        request.body = fill_form(asking.form, trail, context);
    } else if (!asking.body.empty()) {
        default_type("application/json");
        auto const escape = request.content_type.find("json") == std::string::npos ? Escape::none : Escape::json;
        request.body = fill(asking.body, trail, context, escape).value_or("");
    }
    if (request.method == "GET" && !request.body.empty())
        request.method = "POST";
}

void combine(std::vector<Trail>& trails, Each const& each)
{
    std::vector<Trail> combined;
    for (auto const& trail : trails) {
        for (auto const& [label, value] : each.choices) {
            if (combined.size() == max_trails)
                break;
            combined.push_back(trail);
            combined.back().values[each.name] = value;
            combined.back().labels[each.name] = label;
        }
    }
    trails = std::move(combined);
}

/// "{source_url}&page=2" is right for a source's address with a query; where it has none, its query begins here.
std::string with_query(std::string url)
{
    if (auto const first = url.find('&'); first != std::string::npos && url.find('?') == std::string::npos)
        url[first] = '?';
    return url;
}

/// A lookup without a page of its own reads the source's: the list is asked for as `more` says.
bool begins_with_more(Recipe const& recipe)
{
    return recipe.more && recipe.lookup && recipe.lookup->page.empty();
}

/// One row a month of the window. Months that only `more` names begin with the second: the first page is the first
/// month's.
std::vector<Trail> by_month(Trail const& trail, ReadContext const& context)
{
    auto const& recipe = context.source.recipe;
    bool const more = begins_with_more(recipe);
    bool const all = names_in(more ? *recipe.more : first_asking(context.source), "month");
    bool const later = !all && recipe.more && names_in(*recipe.more, "month");
    std::vector<Trail> months;
    for (auto month = absl::CivilMonth(context.from); months.size() < max_trails; ++month) {
        auto& one = months.emplace_back(trail);
        one.month = absl::CivilDay(month);
        one.more = more || (later && month != absl::CivilMonth(context.from));
        one.page = one.more ? recipe.more->first_page.value_or(1) : recipe.first_page;
        if ((!all && !later) || month >= absl::CivilMonth(context.to))
            break;
    }
    return months;
}

}  // namespace

bool is_date_name(std::string_view name)
{
    return name == "month" || name == "from" || name == "to" || name == "today";
}

std::optional<std::string> format_day(absl::CivilDay day, std::string_view format)
{
    std::string text;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            text += format[i];
            continue;
        }
        bool const plain = i + 1 < format.size() && format[i + 1] == '-';
        i += plain ? 2 : 1;
        if (i >= format.size())
            return std::nullopt;
        auto const month = std::string{month_names.at(static_cast<std::size_t>(day.month() - 1))};
        switch (format[i]) {
        case 'Y': text += fmt::format("{:04}", day.year()); break;
        case 'y': text += fmt::format("{:02}", day.year() % 100); break;
        case 'm': text += plain ? fmt::format("{}", day.month()) : fmt::format("{:02}", day.month()); break;
        case 'd': text += plain ? fmt::format("{}", day.day()) : fmt::format("{:02}", day.day()); break;
        case 'B': text += month; break;
        case 'b': text += month.substr(0, 3); break;
        case '%': text += '%'; break;
        default: return std::nullopt;
        }
    }
    return text;
}

std::vector<Trail> plan_trails(ReadContext const& context, Names const& lookup)
{
    std::vector<Trail> trails(1);
    trails.front().values = lookup;
    trails.front().labels = lookup;
    for (auto const& each : context.source.recipe.each)
        combine(trails, each);
    std::vector<Trail> planned;
    for (auto const& trail : trails)
        for (auto& month : by_month(trail, context))
            if (planned.size() < max_trails)
                planned.push_back(std::move(month));
    return planned;
}

Request request_for(Trail const& trail, ReadContext const& context)
{
    auto const& source = context.source;
    auto const asking = trail.more ? *source.recipe.more : first_asking(source);
    auto const home = fill(source.url, trail, context, Escape::url).value_or("");
    Request request;
    request.source = source.id;
    if (!trail.next.empty() && !names_in(asking, "next")) {
        request.url = trail.next;
    } else {
        if (auto const url = fill(asking.url, trail, context, Escape::url))
            request.url = resolve_url(home, with_query(*url));
        add_body(request, asking, trail, context);
    }
    add_headers(request, home, context);
    return request;
}

Request request_for_detail(std::string url, ReadContext const& context)
{
    Request request;
    request.source = context.source.id;
    request.url = std::move(url);
    add_headers(request, context.source.url, context);
    return request;
}

bool advance(Trail& trail, PageOutcome const& outcome, Source const& source)
{
    auto const& recipe = source.recipe;
    if (!outcome.ok || outcome.repeated)
        return false;
    bool const begins_more = !trail.more && recipe.more && goes_on(*recipe.more);
    auto const asking = begins_more || trail.more ? *recipe.more : first_asking(source);
    trail.seen += static_cast<long>(outcome.items);
    if (!recipe.next.empty() || !outcome.next.empty()) {  // a reader may know the next page too
        trail.next = names_in(asking, "next") ? outcome.next : resolve_url(outcome.base, outcome.next);
        trail.more = trail.more || begins_more;
        return !outcome.next.empty() && !trail.next.empty();
    }
    if (outcome.items == 0 && !begins_more)
        return false;
    if (outcome.total && trail.seen >= *outcome.total)
        return false;
    trail.offset += recipe.page_size > 0 ? recipe.page_size : static_cast<long>(outcome.items);
    if (begins_more) {
        trail.more = true;
        trail.page = recipe.more->first_page.value_or(2);
        return true;
    }
    ++trail.page;
    return names_in(asking, "page") || names_in(asking, "offset");
}

std::vector<Request> plan_requests(ReadContext const& context)
{
    std::vector<Request> requests;
    for (auto const& trail : plan_trails(context, {}))
        requests.push_back(request_for(trail, context));
    return requests;
}

}  // namespace almanac
