#pragma once

#include "catalog/catalog.hpp"
#include "command/open_place.hpp"
#include "command/shell.hpp"
#include "config/config.hpp"
#include "deliver/content.hpp"
#include "write/writer.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Adds what was not delivered in earlier runs to the log.
void add_undelivered(Catalog& catalog, absl::Time now, std::vector<LogLine>& log);

/// The mail after a run, when [mail] asks for one. It never fails the run: what goes wrong is a line on standard error,
/// and the mail waits for the next run.
class Mailing {
public:
    Mailing(Config const& config, Shell& shell) : m_config(config), m_mail(config.mail), m_shell(shell) {}

    /// Puts the mail of the run into the catalog, between begin() and commit().
    void keep(MailContent const& content, Catalog& catalog) const;

    /// Sends what waits, after commit(). A line for people: "Mailed to editor@example.org."; may be empty.
    [[nodiscard]] std::string send(OpenPlace& place) const;

    /// What a dry run says: whether there would be a mail, to whom and of what.
    [[nodiscard]] std::string describe(MailContent const& content) const;

    /// Prints a sentence to standard error, as a line or as JSON.
    void warn(std::string const& sentence) const;

private:
    [[nodiscard]] bool is_wanted_at_all() const { return !m_mail.to.empty(); }

    Config const& m_config;
    Config::Mail const& m_mail;
    Shell& m_shell;
};

/// The addresses that the mail goes to.
[[nodiscard]] std::vector<std::string> recipients(Config::Mail const& mail);

}  // namespace almanac
