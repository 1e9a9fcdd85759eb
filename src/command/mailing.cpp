#include "command/mailing.hpp"

#include "command/plan.hpp"
#include "deliver/outbox.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

/// A mail that hangs must leave so much for saving that it was not sent.
constexpr absl::Duration time_to_save = absl::Seconds(2);

}  // namespace

void add_undelivered(Catalog& catalog, absl::Time now, std::vector<LogLine>& log)
{
    for (auto const& sentence : describe_undelivered(catalog.mails()))
        log.push_back({now, Level::warning, {}, {}, sentence});
}

std::vector<std::string> recipients(Config::Mail const& mail)
{
    std::vector<std::string> addresses;
    addresses.reserve(mail.to.size());
    for (auto const& mailbox : mail.to)
        addresses.push_back(mailbox.address);
    return addresses;
}

void Mailing::keep(MailContent const& content, Catalog& catalog) const
{
    if (is_wanted_at_all())
        keep_mail(content, m_mail, absl::Now(), catalog);
}

std::string Mailing::send(OpenPlace& place) const
{
    if (!is_wanted_at_all())
        return {};
    try {
        auto const delivered = deliver_mails({.mail = &m_mail,
                                              .send = make_sender(m_mail, secret_places(m_config, m_shell)),
                                              .until = m_shell.deadline + time_to_publish - time_to_save},
                                             *place.store, *place.catalog);
        for (auto const& problem : delivered.problems)
            warn(problem);
        if (delivered.saved)
            place.file->save();
        return delivered.sent > 0 ? fmt::format("Mailed to {}.\n", fmt::join(recipients(m_mail), ", ")) : std::string{};
    } catch (std::exception const& error) {
        warn(fmt::format("the mail could not be sent: {}", error.what()));
        return {};
    }
}

std::string Mailing::describe(MailContent const& content) const
{
    if (!is_wanted_at_all())
        return {};
    if (!is_wanted(content, m_mail.when))
        return fmt::format("No mail would be sent, as [mail] has when = \"{}\".\n", m_mail.when);
    return fmt::format("A mail would go to {}: {}\n", fmt::join(recipients(m_mail), ", "), to_mail_subject(content));
}

void Mailing::warn(std::string const& sentence) const
{
    if (m_shell.json_log)
        print_note({.level = Level::warning, .source = {}, .url = {}, .message = sentence}, m_shell);
    else
        print(m_shell.err, fmt::format("almanac: {}\n", sentence));
}

}  // namespace almanac
