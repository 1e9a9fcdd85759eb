#include "config/check_source.hpp"
#include "config/loaders.hpp"
#include "config/mail_config.hpp"
#include "config/secrets.hpp"
#include "fetch/url.hpp"
#include "store/s3_place.hpp"
#include "store/store.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace almanac {
namespace {

constexpr Range seconds_range{1, 86'400};
/// Beyond this a "polite" client is none.
constexpr Range rate_range{0.01, 100};
constexpr Range connections_range{1, 32};

void check_contact(Table& table, std::string const& contact)
{
    bool const printable = std::ranges::all_of(contact, [](char c) { return c > ' ' && c < 0x7F; });
    bool const address = contact.find('@') != std::string::npos || !host_of(contact).empty();
    if (!contact.empty() && !(printable && address))
        table.report("contact", fmt::format("'contact' must be an e-mail address or a web address, not {}",
                                            in_quotes(contact, '"')));
}

void check_file_prefix(Table& table, std::string const& prefix)
{
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    auto const bad = prefix.find_first_not_of(allowed);
    if (bad != std::string::npos || prefix.size() > 40)
        table.findings().add(table.inside("file_prefix", bad == std::string::npos ? 0 : bad),
                             "'file_prefix' may hold letters, digits, '-' and '_' only, at most 40");
}

/// What stands there is not shown: it may be the secret itself.
void check_tokens(Table& table, std::map<std::string, std::string> const& tokens)
{
    for (auto const& [name, place] : tokens) {
        if (!is_variable_name(name))
            table.report("tokens", fmt::format("'tokens' names environment variables (A-Z, 0-9, _), such as "
                                               "NPS_API_KEY, and {} is none",
                                               looks_like_secret(name) ? "one of them" : in_quotes(name)));
        else if (!read_secret_place(place))
            table.report("tokens", fmt::format("{} in 'tokens' must say where its value is kept, such as "
                                               "\"ssm:/almanac/nps-api-key\" or \"secretsmanager:almanac#nps\"; the "
                                               "value itself belongs into the environment",
                                               name));
    }
}

void read_host(std::string const& name, Position const& position, Table& table, Config::Fetch& fetch)
{
    auto const host = lower_ascii(name);
    HostPolicy policy{fetch.requests_per_second, fetch.connections};
    table.read("requests_per_second", policy.requests_per_second, rate_range);
    table.read("connections", policy.connections, connections_range);
    table.read("allow_private", policy.allow_private);
    if (host_of("https://" + host + "/") != host)
        table.findings().add(
            position, fmt::format("{} is no host name: write it as [fetch.hosts.\"example.org\"]", in_quotes(name)));
    else if (!fetch.hosts.emplace(host, policy).second)
        table.findings().add(position, fmt::format("the host {} is set twice", in_quotes(host)));
}

/// The output is a folder or a bucket, and nothing else that looks like an address.
void check_output(Table& table, std::string const& output)
{
    try {
        if (!read_s3_place(output) && output.find("://") != std::string::npos)
            table.report("output",
                         fmt::format("'output' is a folder, or s3://BUCKET/PREFIX, not {}", in_quotes(output, '"')));
    } catch (StoreError const& error) {
        table.report("output", fmt::format("'output': {}", error.what()));
    }
}

void read_s3(Table table, S3Settings& s3)
{
    table.read("endpoint", s3.endpoint);
    table.read("region", s3.region);
    if (auto const path_style = table.value("path_style", {"boolean"}))
        s3.path_style = path_style->boolean();
    table.read("conditional_writes", s3.conditional_writes);
    if (!s3.endpoint.empty() && host_of(s3.endpoint).empty())
        table.report("endpoint", fmt::format("'endpoint' must be a web address, such as \"https://minio.example.org\", "
                                             "not {}",
                                             in_quotes(s3.endpoint, '"')));
    if (s3.region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
        table.report("region", fmt::format("there is no region {}; one is \"us-east-1\"", in_quotes(s3.region, '"')));
}

void read_fetch(Table table, Config::Fetch& fetch)
{
    table.read("requests_per_second", fetch.requests_per_second, rate_range);
    table.read("connections", fetch.connections, connections_range);
    table.read("connect_timeout", fetch.connect_timeout, seconds_range);
    table.read("stall_timeout", fetch.stall_timeout, seconds_range);
    table.read("request_timeout", fetch.request_timeout, seconds_range);
    table.read("max_body_bytes", fetch.max_body_bytes, {1024, 1U << 30U});
    table.read("tries", fetch.tries, {1, 10});
    table.read("deadline", fetch.deadline, seconds_range);
    for (auto& [name, host] : table.named_tables("hosts"))
        read_host(name, host.at(), host, fetch);
    auto const must_not_exceed = [&](std::string_view key, std::chrono::seconds value, std::string_view other,
                                     std::chrono::seconds limit) {
        if (value > limit && table.has(key))
            table.report(key,
                         fmt::format("'{}' ({}) is longer than '{}' ({})", key, value.count(), other, limit.count()));
    };
    must_not_exceed("connect_timeout", fetch.connect_timeout, "request_timeout", fetch.request_timeout);
    must_not_exceed("stall_timeout", fetch.stall_timeout, "request_timeout", fetch.request_timeout);
    must_not_exceed("request_timeout", fetch.request_timeout, "deadline", fetch.deadline);
}

}  // namespace

void check_zone(Table& table, std::string_view key, std::string const& zone)
{
    if (!table.has(key) || find_zone(zone))
        return;
    auto const near = nearest_zone(zone);
    table.report(key, fmt::format("there is no zone {}{}. Names are those of the IANA data, such as America/New_York.",
                                  in_quotes(zone), near.empty() ? "" : fmt::format(" (did you mean '{}'?)", near)));
}

Config read_config(Table table)
{
    Config config;
    table.read("output", config.output);
    table.read("timezone", config.timezone);
    table.read("contact", config.contact);
    table.read("file_prefix", config.file_prefix);
    table.read("state_tags", config.state_tags);

    auto window = table.table("window");
    window.read("days", config.window.days, {0, 3660});
    window.read("past", config.window.past);

    read_fetch(table.table("fetch"), config.fetch);
    table.read("authority", config.authority);
    if (table.has("authority"))
        config.authority_at = table.at("authority");
    read_s3(table.table("s3"), config.s3);
    table.read("organizer_aliases", config.organizer_aliases);
    table.read("venue_aliases", config.venue_aliases);
    table.read("tokens", config.tokens);
    read_mail(table.table("mail"), config.mail);

    table.refuse_empty("output");
    check_output(table, config.output);
    check_zone(table, "timezone", config.timezone);
    check_contact(table, config.contact);
    check_file_prefix(table, config.file_prefix);
    check_tokens(table, config.tokens);
    return config;
}

Shape keys_of_config()
{
    TomlDocument blank{.file = {}, .text = {}, .root = {}, .blank = true};
    Findings ignored;
    Shape shape;
    static_cast<void>(read_config(Table{blank, shape, ignored}));
    return shape;
}

}  // namespace almanac
