#pragma once

#include "config/config.hpp"
#include "config/table.hpp"

namespace almanac {

/// The keys of [mail] and [mail.smtp]. Adds a finding for each that cannot be used. Without the table there is no mail.
void read_mail(Table table, Config::Mail& mail);

/// How many a mail may go to: SES takes no more (API reference, SendEmail).
inline constexpr std::size_t max_recipients = 50;

/// Whether the host is this machine.
[[nodiscard]] bool is_this_machine(std::string_view host);

}  // namespace almanac
