#include "config/mail_config.hpp"

#include "config/check_source.hpp"
#include "config/secrets.hpp"
#include "fetch/address.hpp"
#include "fetch/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

constexpr std::string_view whens[] = {"always", "change", "trouble"};
constexpr std::string_view ways[] = {"ses", "smtp"};
constexpr std::string_view securities[] = {"starttls", "tls", "none"};

void read_recipients(Table& table, std::vector<Mailbox>& to)
{
    std::vector<std::string> texts;
    table.read("to", texts);
    for (auto const& text : texts) {
        auto const mailbox = read_mailbox(text);
        if (!mailbox)
            table.report("to", fmt::format("{} in 'to' is no mail address, such as \"editor@example.org\" or "
                                           "\"Calendar Editor <editor@example.org>\"",
                                           in_quotes(text)));
        else if (std::ranges::find(to, mailbox->address, &Mailbox::address) != to.end())
            table.report("to", fmt::format("{} stands twice in 'to'", mailbox->address));
        else
            to.push_back(*mailbox);
    }
    if (texts.size() > max_recipients)
        table.report("to", fmt::format("'to' may have at most {} addresses, not {}", max_recipients, texts.size()));
    if (auto const list = table.value("to", {"array"}); list && list->items().empty())
        table.report("to", "'to' is empty");
}

/// A user name or password is never in the file: the key names where it is.
void check_secret_name(Table& table, std::string_view key, std::string const& name)
{
    if (table.has(key) && !is_variable_name(name) && !read_secret_place(name))
        table.report(key, fmt::format("'{0}' must be the name of an environment variable that holds the {0}, such as "
                                      "SMTP_{1}, or its place, such as ssm:/almanac/smtp-{0}. What is there is not "
                                      "shown, as it may be the {0} itself",
                                      key, key == "user" ? "USER" : "PASSWORD"));
}

void check_host(Table& table, std::string const& host)
{
    bool const address = forbidden_kind(host) != "unknown";
    if (!host.empty() && !address && (host_of("https://" + host + "/") != host || host.find(':') != host.npos))
        table.report("host", fmt::format("{} is no host name: write it alone, such as \"smtp.example.org\"; the port "
                                         "has a key of its own",
                                         in_quotes(host)));
}

void check_plain(Table& table, Config::Mail::Smtp const& smtp)
{
    bool const plain = smtp.security == "none";
    if (smtp.allow_plain && !plain)
        table.report("allow_plain", R"('allow_plain' does nothing here: 'security' is not "none")");
    if (!plain || smtp.host.empty() || is_this_machine(smtp.host))
        return;
    if (!smtp.password.empty())
        table.report("security", R"(security "none" would send the password in the open: write "starttls" or "tls")");
    else if (!smtp.allow_plain)
        table.report("security", fmt::format("security \"none\" is for a server on this machine, and {} is another: "
                                             "write \"starttls\" or \"tls\", or allow_plain = true for a network that "
                                             "nobody else reads",
                                             in_quotes(smtp.host)));
}

void read_smtp(Table table, bool wanted, Config::Mail::Smtp& smtp)
{
    table.read("host", smtp.host);
    table.read("port", smtp.port, {0, 65535});
    table.read_choice("security", smtp.security, securities);
    table.read("user", smtp.user);
    table.read("password", smtp.password);
    table.read("allow_plain", smtp.allow_plain);
    if (table.absent())
        return;
    if (!wanted)
        table.findings().add(table.at(), "[mail.smtp] says nothing here: 'via' is not \"smtp\"");
    else if (smtp.host.empty())
        table.report("host", "'host' is missing: the server that takes the mail, such as \"smtp.example.org\"");
    check_host(table, smtp.host);
    check_plain(table, smtp);
    check_secret_name(table, "user", smtp.user);
    check_secret_name(table, "password", smtp.password);
    if (table.has("user") != table.has("password"))
        table.report(table.has("user") ? "user" : "password", "'user' and 'password' go together");
}

}  // namespace

bool is_this_machine(std::string_view host)
{
    return host == "localhost" || forbidden_kind(host) == "loopback";
}

void read_mail(Table table, Config::Mail& mail)
{
    read_recipients(table, mail.to);
    std::string from;
    table.read("from", from);
    table.read_choice("when", mail.when, whens);
    table.read_choice("via", mail.via, ways);
    table.read("attach", mail.attach);
    table.read("link_days", mail.link_days, {1, 7});
    read_smtp(table.table("smtp"), mail.via == "smtp", mail.smtp);
    if (table.absent())
        return;
    for (auto const* key : {"to", "from"})
        if (!table.has(key))
            table.report(key, fmt::format("[mail] needs '{}': {}", key,
                                          key == std::string_view{"to"} ? "the addresses that get the mail"
                                                                        : "the address that sends it"));
    if (auto const sender = read_mailbox(from))
        mail.from = *sender;
    else if (table.has("from"))
        table.report("from", fmt::format("{} in 'from' is no mail address, such as \"calendar@example.org\" or "
                                         "\"Calendar <calendar@example.org>\"",
                                         in_quotes(from)));
    if (mail.via == "smtp" && mail.smtp.host.empty() && !table.has("smtp"))
        table.report("via", "via \"smtp\" needs [mail.smtp] with 'host'");
}

}  // namespace almanac
