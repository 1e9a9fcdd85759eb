#pragma once

#include "deliver/content.hpp"

#include <absl/time/time.h>

#include <string>
#include <vector>

namespace almanac {

/// A link that works without a password for whoever has it.
struct MailLink {
    std::string label;  ///< "events.csv"
    std::string url;
    absl::Time expires;           ///< when it really dies, which may be before it was asked to
    bool may_end_sooner = false;  ///< than that: nobody can tell
};

/// What is only known when the mail is sent.
struct MailExtras {
    absl::Time now;                       ///< of sending
    std::vector<MailLink> links{};        ///< empty where the place is a folder
    int link_days = 7;                    ///< what was asked for
    std::vector<std::string> attached{};  ///< names of files
    std::string late{};                   ///< why it comes only now, a sentence; empty when it does not
};

// Pure: the same content gives the same text.

/// "Almanac: 3 to do by hand, 2 sources need attention, 12 new, 76 events": what matters most comes first.
[[nodiscard]] std::string to_mail_subject(MailContent const& content);

/// The mail for a program that shows text only.
[[nodiscard]] std::string to_mail_text(MailContent const& content, MailExtras const& extras);

/// The mail as HTML: inline styles, nothing from elsewhere, all texts escaped. It names no colour for text or page, so
/// that both are the reader's, light or dark, and fits a phone.
[[nodiscard]] std::string to_mail_html(MailContent const& content, MailExtras const& extras);

/// "7 days", "30 hours", "12 minutes": rounded down, so that nobody comes too late.
[[nodiscard]] std::string describe_duration(absl::Duration duration);

}  // namespace almanac
