#pragma once

#include "catalog/catalog.hpp"
#include "config/config.hpp"
#include "deliver/content.hpp"
#include "deliver/message.hpp"
#include "deliver/render.hpp"
#include "deliver/sender.hpp"
#include "store/store.hpp"

#include <absl/time/clock.h>
#include <absl/time/time.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// After so many tries, or so long, a mail is given up.
inline constexpr int max_mail_tries = 5;
inline constexpr absl::Duration max_mail_age = absl::Hours(24 * 45);

/// Files are attached when all of them together have no more bytes than this.
inline constexpr std::int64_t max_attached_bytes = 3'000'000;

/// What delivering needs of the run.
struct Delivery {
    Config::Mail const* mail;
    Send send;
    absl::Time until = absl::InfiniteFuture();  ///< when it has to be over
    std::function<absl::Time()> now = absl::Now;
};

/// Saves the mail of a run as one that waits, or that nobody wanted. A run that is tried again and again reads nothing
/// keeps the mail that it has, which may be sent. Between Catalog::begin() and commit().
void keep_mail(MailContent const& content, Config::Mail const& mail, absl::Time now, Catalog& catalog);

/// A sentence for each mail of an earlier run (newest first) that was not delivered, for the log: of those that are
/// given up until a later one is sent.
[[nodiscard]] std::vector<std::string> describe_undelivered(std::span<KeptMail const> mails);

struct Delivered {
    int sent = 0;                       ///< mails that somebody got now
    std::vector<std::string> problems;  ///< sentences that a person should read
    bool saved = false;                 ///< the catalog was changed
};

/// Sends all mails that wait, the oldest first, and saves what became of them, in a transaction of its own. Throws
/// CatalogError only.
[[nodiscard]] Delivered deliver_mails(Delivery const& delivery, Store& store, Catalog& catalog);

/// The mail of a content, with links and attachments of `store`. `late`: why it comes only now.
[[nodiscard]] Message make_message(MailContent const& content, Config::Mail const& mail, Store& store, absl::Time now,
                                   std::string late = {});

}  // namespace almanac
