#include "config/check_source.hpp"

#include "config/secrets.hpp"
#include "fetch/url.hpp"
#include "read/location.hpp"
#include "text/text.hpp"

#include <absl/strings/ascii.h>
#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace almanac {
namespace {

[[nodiscard]] bool has_user_info(std::string_view url)
{
    auto const start = url.find("://");
    auto const authority =
        start == url.npos ? url : url.substr(start + 3, url.find_first_of("/?#", start + 3) - start - 3);
    return authority.find('@') != authority.npos;
}

/// Whether a parameter or header of that name carries a secret, by the one list that redaction uses.
[[nodiscard]] bool is_secret_name(std::string_view name)
{
    return redact_url(fmt::format("https://example.org/?{}=1", name)).ends_with("REDACTED");
}

[[nodiscard]] bool has_variable(std::string_view text)
{
    return text.find('{') != text.npos;
}

[[nodiscard]] bool holds_token(std::string_view text)
{
    return text.find("{token}") != text.npos;
}

[[nodiscard]] bool any_holds_token(std::map<std::string, std::string> const& texts)
{
    return std::ranges::any_of(texts, [](auto const& entry) { return holds_token(entry.second); });
}

[[nodiscard]] bool has_secret_in_query(std::string_view url)
{
    auto const query = url.find('?');
    if (query == url.npos)
        return false;
    return std::ranges::any_of(split(url.substr(query + 1), '&'), [](std::string_view parameter) {
        auto const equals = std::min(parameter.find('='), parameter.size());
        return looks_like_secret(parameter.substr(equals)) && is_secret_name(parameter.substr(0, equals));
    });
}

void check_address(Table& table, std::string_view key, std::string const& url)
{
    if (trim(url).empty())
        return;  // `require` says so where it must be there
    if (has_user_info(url))
        table.report(key, fmt::format("'{}' holds a user name or password; send it as a header with {{token}}", key));
    else if (resolve_url({}, url).empty() || host_of(url).empty() ||
             host_of(url).find_first_of("{}") != std::string::npos)
        table.report(key, fmt::format("'{}' must be a whole web address (http:// or https://), not {}", key,
                                      in_quotes(redact_url(url), '"')));
}

void check_method(Table& table, Source const& source)
{
    if (table.has("form") && table.has("body"))
        table.report("body", "a request has either 'form' or 'body', not both");
    if (table.has("method") && source.method == "GET")
        for (auto const key : {"form", "body"})
            if (table.has(key))
                table.report("method",
                             fmt::format("a GET request has no '{}': leave 'method' out, or write \"POST\"", key));
    if (source.method == "POST" && !table.has("form") && !table.has("body"))
        table.report("method", "a POST request needs 'form' or 'body'");
    if (table.has("content_type") && !table.has("body"))
        table.report("content_type", "'content_type' says what 'body' is, and there is none");
}

void check_headers(Table& table, Source const& source)
{
    /// Set by the fetcher, or they would break its requests (RFC 9110, RFC 9112).
    constexpr std::string_view reserved[] = {"connection", "content-length", "cookie",    "host", "transfer-encoding",
                                             "te",         "upgrade",        "user-agent"};
    constexpr std::string_view symbols = "!#$%&'*+-.^_`|~";  // RFC 9110 section 5.6.2
    auto headers = table.table("headers");
    for (auto const& [name, value] : source.headers) {
        bool const token = !name.empty() && std::ranges::all_of(name, [&](char c) {
            return absl::ascii_isalnum(static_cast<unsigned char>(c)) || symbols.find(c) != symbols.npos;
        });
        auto const low = lower_ascii(name);
        if (!token)
            headers.findings().add(headers.at_key(name), fmt::format("{} is no header name", in_quotes(name)));
        else if (std::ranges::find(reserved, low) != std::end(reserved))
            headers.findings().add(headers.at_key(name),
                                   fmt::format("the header {} is not yours to set", in_quotes(name)));
        if (std::ranges::any_of(value, [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }))
            headers.report(name, fmt::format("the header {} holds a line break or control character", in_quotes(name)));
        else if (!has_variable(value) && (looks_like_secret(value) || is_secret_name(low) || low == "authorization"))
            headers.report(name,
                           fmt::format("the header {} holds what looks like a secret (not shown): write {{token}} "
                                       "for it, and name its environment variable as 'token'",
                                       in_quotes(name)));
    }
}

void check_token_name(Table& table, std::string_view key, Position const& position, std::string const& name)
{
    if (read_secret_place(name))
        return;
    if (looks_like_secret(name))
        table.findings().add(position,
                             fmt::format("'{}' holds what looks like the secret itself (not shown): write the "
                                         "name of the environment variable that holds it, and make a new key, "
                                         "as this one has been in a file",
                                         key));
    else if (!is_variable_name(name))
        table.findings().add(position,
                             fmt::format("'{}' must be the name of an environment variable (A-Z, 0-9, _), such "
                                         "as NPS_API_KEY",
                                         key));
}

struct TokenUse {
    bool in_url = false;
    bool elsewhere = false;
};

void check_token(Table& table, Source const& source, TokenUse use)
{
    bool const named = table.has("token");
    table.refuse_empty("token");
    if (!source.token.empty())
        check_token_name(table, "token", table.at("token"), source.token);
    for (auto const& alias : source.token_aliases)
        check_token_name(table, "token_aliases", table.at("token_aliases"), alias);
    for (auto const key : {"token_aliases", "token_help", "token_in_url"})
        if (table.has(key) && !named)
            table.report(key, fmt::format("'{}' goes with 'token', and there is none", key));
    if ((use.in_url || use.elsewhere) && !named)
        table.findings().add(use.in_url ? table.at("url") : table.at(),
                             "{token} stands for a secret, and 'token' does not name its environment variable");
    if (!source.token.empty() && !use.in_url && !use.elsewhere)
        table.report("token", "'token' is named but {token} is used nowhere; put it into 'headers'");
    if (use.in_url && !source.token_in_url)
        table.report("url", "a {token} in an address ends up in the logs of servers: send it in 'headers', such as "
                            "{ X-Api-Key = \"{token}\" }; if the site takes it no other way, say token_in_url = true");
    if (source.token_in_url && !use.in_url)
        table.report("token_in_url", "'token_in_url' is set, and the url holds no {token}");
    if ((use.in_url || use.elsewhere) && lower_ascii(source.url).starts_with("http://") && !source.allow_private)
        table.report("url", "a secret must not travel over http: use https");
}

void check_robots(Table& table, Source const& source)
{
    if (source.ignore_robots && trim(source.ignore_robots_reason).empty())
        table.report("ignore_robots",
                     "'ignore_robots' needs a reason in 'ignore_robots_reason', such as who allowed it");
    if (!source.ignore_robots && table.has("ignore_robots_reason"))
        table.report("ignore_robots_reason", "'ignore_robots_reason' is given, but ignore_robots is not true");
}

/// The reader of the list and the table that describes it belong together.
void check_recipe(Table& table, Source const& source)
{
    auto const format = source.recipe.format;
    std::string_view const described = format == Format::html ? "html" : format == Format::json ? "json" : "";
    bool const needs_recipe = source.reader == "html" || source.reader == "json";
    if (source.reader == described || (!needs_recipe && described.empty()))
        return;
    if (described.empty())
        table.report("reader", fmt::format("reader = \"{0}\" needs a table [{0}.fields] that says where things are",
                                           source.reader));
    else
        table.report("reader", fmt::format("reader = \"{0}\" never uses [{1}.fields]: write reader = \"{1}\", or leave "
                                           "that table out",
                                           source.reader, described));
}

void check_state(Table& table, std::string const& state)
{
    if (!table.has("state") || (state.size() == 2 && state_code(state) == state))
        return;
    auto const code = state_code(state);
    table.report("state",
                 fmt::format("there is no state {}{}. States are two capital letters, such as VA.", in_quotes(state),
                             code.empty() ? "" : fmt::format(" (did you mean '{}'?)", code)));
}

void check_id(Table& table, std::string const& id)
{
    bool const fine = !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!fine && !table.absent())
        table.findings().add({table.at().file},
                             fmt::format("the file's name {} is the source's id: only a-z, 0-9 and _ "
                                         "are allowed",
                                         in_quotes(id)));
}

/// A day, or a time of that day, of the capture's wall clock: "2019-03-01", "2019-03-01T09:00".
void check_capture(Table& table, Source const& source)
{
    table.refuse_empty("capture");
    if (!source.capture_now)
        return;
    absl::CivilSecond time;
    absl::CivilDay day;
    absl::Time instant;
    std::string ignored;
    if (!absl::ParseTime(absl::RFC3339_full, *source.capture_now, &instant, &ignored) &&
        !absl::ParseCivilTime(*source.capture_now, &day) && !absl::ParseCivilTime(*source.capture_now, &time) &&
        !absl::ParseLenientCivilTime(*source.capture_now, &time))
        table.report("capture_now", fmt::format("'capture_now' must be a date or time such as \"2019-03-01\" or "
                                                "\"2019-03-01T09:00:00\", not {}",
                                                in_quotes(*source.capture_now, '"')));
    if (!source.capture)
        table.report("capture_now", "'capture_now' is the clock of 'capture', and there is none");
}

}  // namespace

void check_pattern(Table& table, std::string_view key, std::string const& pattern)
{
    RE2::Options options;
    options.set_log_errors(false);
    RE2 const compiled{pattern, options};
    if (compiled.ok())
        return;
    auto const& part = compiled.error_arg();
    auto const found = part.empty() ? std::string::npos : pattern.find(part);
    table.findings().add(table.inside(key, found == std::string::npos ? 0 : found),
                         fmt::format("{} is no pattern: {}", in_quotes(pattern), compiled.error()));
}

bool is_variable_name(std::string_view name)
{
    return !name.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(name.front())) &&
           std::ranges::all_of(name,
                               [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

bool looks_like_secret(std::string_view text)
{
    std::size_t run = 0;
    bool digit = false;
    bool letter = false;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        // "_" and "-" end a run: words joined by them are names, and the parts of a secret are long without them.
        if (!absl::ascii_isalnum(byte) && c != '+' && c != '=') {
            run = 0;
            digit = letter = false;
            continue;
        }
        ++run;
        digit = digit || absl::ascii_isdigit(byte);
        letter = letter || absl::ascii_isalpha(byte);
        if (run >= 20 && digit && letter)
            return true;
    }
    return false;
}

void check_source(Table& table, Source const& source)
{
    check_id(table, source.id);
    check_state(table, source.state);
    check_address(table, "url", source.url);
    check_address(table, "homepage", source.homepage);
    check_method(table, source);
    check_headers(table, source);

    TokenUse use;
    auto const& more = source.recipe.more;
    use.in_url = holds_token(source.url) || (more && holds_token(more->url));
    use.elsewhere = holds_token(source.body) || any_holds_token(source.form) || any_holds_token(source.headers) ||
                    (more && (holds_token(more->body) || any_holds_token(more->form)));
    if (has_secret_in_query(source.url))
        table.report("url",
                     "the url holds what looks like a secret (not shown): name an environment variable as 'token' "
                     "and write {token} into 'headers'");
    check_token(table, source, use);
    check_robots(table, source);
    check_recipe(table, source);
    check_capture(table, source);
}

}  // namespace almanac
