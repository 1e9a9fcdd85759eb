#include "deliver/outbox.hpp"

#include "deliver/words.hpp"
#include "json/json.hpp"
#include "store/sha256.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace almanac {
namespace {

constexpr absl::Duration longest_try = absl::Seconds(60);
/// Below this not even the server's greeting would be waited for.
constexpr absl::Duration shortest_try = absl::Seconds(2);

std::vector<Attachment> attachments_of(MailContent const& content, Store& store)
{
    auto const bytes = std::accumulate(content.files.begin(), content.files.end(), std::int64_t{0},
                                       [](auto sum, MailFile const& file) { return sum + file.bytes; });
    std::vector<Attachment> attachments;
    if (bytes > max_attached_bytes)
        return attachments;
    for (auto const& file : content.files)
        if (auto found = file.content_type.starts_with("text/html") ? std::nullopt : store.get(file.path))
            attachments.push_back({file.name, file.content_type, std::move(*found)});
    return attachments;
}

/// None where the place is a folder, or where there are no credentials to sign them with: the mail tells the place
/// then.
std::vector<MailLink> links_of(MailContent const& content, Config::Mail const& mail, Store& store)
try {
    std::vector<MailLink> links;
    if (!content.place.starts_with("s3://"))
        return links;
    for (auto const& file : content.files) {
        auto link = store.link(file.path, mail.link_days * absl::Hours(24));
        links.push_back({file.name, std::move(link.url), link.expires, link.may_end_sooner});
    }
    return links;
} catch (StoreError const&) {
    return {};
}

/// Those who have not got it and still shall.
std::vector<std::string> recipients_of(KeptMail const& kept, Config::Mail const& mail)
{
    auto const owed = split(kept.owed, ',');
    std::vector<std::string> to;
    for (auto const& mailbox : mail.to)
        if (kept.owed.empty() || std::ranges::find(owed, mailbox.address) != owed.end())
            to.push_back(mailbox.address);
    return to;
}

std::string late_words(KeptMail const& kept, MailContent const& content)
{
    return kept.tries == 0 ? std::string{}
                           : fmt::format("This mail is late. It could not be sent on {}: {}.",
                                         long_time(content.time, content.timezone), kept.problem);
}

/// What happens to a mail that was not sent.
std::string what_next(KeptMail const& kept)
{
    return kept.state == "given up" ? "It is given up" : "It is tried again at the next run";
}

/// Takes the result of a try into the mail; a sentence when a person should know.
std::string take_result(Sent const& sent, KeptMail& kept)
{
    ++kept.tries;
    kept.state = "sent";
    kept.problem = sent.problem;
    if (sent.ok() && sent.refused.empty()) {
        kept.owed.clear();
        return {};
    }
    kept.state = kept.tries >= max_mail_tries ? "given up" : "waiting";
    if (!sent.ok())
        return fmt::format("the mail of the run {} was not sent: {}. {}.", kept.run, sent.problem, what_next(kept));
    std::vector<std::string> owed;
    std::vector<std::string> words;
    for (auto const& [address, problem] : sent.refused) {
        owed.push_back(address);
        words.push_back(fmt::format("{} ({})", address, problem));
    }
    kept.owed = join(owed, ",");
    kept.problem = fmt::format("refused for {}", join(words, ", "));
    return fmt::format("the mail of the run {} was {}. {}.", kept.run, kept.problem, what_next(kept));
}

/// Why a mail is not tried any more; empty when it is.
std::string given_up(KeptMail const& kept, absl::Time now)
{
    if (now - kept.kept <= max_mail_age)
        return {};
    return fmt::format("the mail of the run {} was not sent within {}, and is given up: {}.", kept.run,
                       describe_duration(max_mail_age), kept.problem.empty() ? "there was no run" : kept.problem);
}

struct Tried {
    std::string sentence{};
    bool unreachable = false;
    bool sent = false;  ///< to somebody
};

Tried try_to_send(Delivery const& delivery, Store& store, KeptMail& kept)
{
    auto const to = recipients_of(kept, *delivery.mail);
    if (to.empty()) {  // whoever is owed it has left the configuration
        kept.state = "sent";
        return {};
    }
    try {
        auto const content = read_mail_content(kept.content);
        auto const message =
            to_rfc5322(make_message(content, *delivery.mail, store, delivery.now(), late_words(kept, content)));
        auto const left = std::min(longest_try, delivery.until - delivery.now());
        auto const sent = delivery.send({delivery.mail->from.address, to, message}, left);
        return {take_result(sent, kept), sent.unreachable, sent.ok()};
    } catch (JsonError const& error) {
        kept.state = "given up";
        kept.problem = error.what();
    } catch (StoreError const& error) {
        return {take_result({.problem = error.what(), .refused = {}}, kept)};
    }
    return {fmt::format("the mail of the run {} is damaged and is given up: {}.", kept.run, kept.problem)};
}

}  // namespace

void keep_mail(MailContent const& content, Config::Mail const& mail, absl::Time now, Catalog& catalog)
{
    if (content.nothing_read &&
        std::ranges::any_of(catalog.mails(), [&](KeptMail const& kept) { return kept.run == content.run; }))
        return;
    catalog.save_mail({.run = content.run,
                       .kept = now,
                       .content = to_json(content),
                       .state = is_wanted(content, mail.when) ? "waiting" : "unwanted"});
}

std::vector<std::string> describe_undelivered(std::span<KeptMail const> mails)
{
    std::vector<std::string> sentences;
    bool sent_since = false;
    for (auto const& kept : mails) {
        sent_since = sent_since || kept.state == "sent";
        if (kept.state == "waiting" && kept.tries > 0)
            sentences.push_back(fmt::format("The mail of the run {} has not been delivered ({}): {}.", kept.run,
                                            count_of(kept.tries, "try", "tries"), kept.problem));
        else if (kept.state == "given up" && !sent_since)
            sentences.push_back(fmt::format("The mail of the run {} was given up: {}.", kept.run, kept.problem));
    }
    return sentences;
}

Message make_message(MailContent const& content, Config::Mail const& mail, Store& store, absl::Time now,
                     std::string late)
{
    Message message{.id = fmt::format("{}.{}@{}", content.run, sha256_hex(to_json(content)).substr(0, 12),
                                      domain_of(mail.from.address)),
                    .date = now,
                    .from = mail.from,
                    .to = mail.to,
                    .subject = to_mail_subject(content)};
    if (mail.attach)
        message.attachments = attachments_of(content, store);
    MailExtras extras{
        .now = now, .links = links_of(content, mail, store), .link_days = mail.link_days, .late = std::move(late)};
    for (auto const& attachment : message.attachments)
        extras.attached.push_back(attachment.name);
    message.text = to_mail_text(content, extras);
    message.html = to_mail_html(content, extras);
    return message;
}

Delivered deliver_mails(Delivery const& delivery, Store& store, Catalog& catalog)
{
    Delivered delivered;
    std::vector<KeptMail> changed;
    bool unreachable = false;
    auto mails = catalog.mails();
    std::ranges::reverse(mails);
    for (auto& kept : mails) {
        if (kept.state != "waiting")
            continue;
        Tried tried{given_up(kept, delivery.now())};
        if (!tried.sentence.empty())
            kept.state = "given up";
        else if (unreachable)
            continue;
        else if (delivery.until - delivery.now() < shortest_try)
            tried.sentence =
                fmt::format("there was no time left for the mail of the run {}. {}.", kept.run, what_next(kept));
        else
            tried = try_to_send(delivery, store, kept);
        unreachable = unreachable || tried.unreachable;
        if (!tried.sentence.empty())
            delivered.problems.push_back(std::move(tried.sentence));
        delivered.sent += tried.sent ? 1 : 0;
        changed.push_back(kept);
    }
    if (changed.empty())
        return delivered;
    catalog.begin();
    for (auto const& kept : changed)
        catalog.save_mail(kept);
    catalog.commit(delivery.now());
    delivered.saved = true;
    return delivered;
}

}  // namespace almanac
