#include "command/doctor_checks.hpp"

#include "aws/credentials.hpp"
#include "catalog/catalog.hpp"
#include "command/open_place.hpp"
#include "command/plan.hpp"
#include "deliver/sender.hpp"
#include "fetch/ca_file.hpp"
#include "store/store.hpp"
#include "text/text.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <unistd.h>

namespace almanac {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t little_space = 100U << 20U;
constexpr absl::Duration long_ago = absl::Hours(24 * 18);  // the 15th to the 1st is 17 days, and one for lateness
constexpr std::string_view not_asked = "not checked (--offline)";

bool is_remote(std::string const& place)
{
    return place.find("://") != std::string::npos;
}

/// The folder, or the nearest one above it that is there.
fs::path existing(fs::path folder)
{
    std::error_code ignored;
    folder = fs::absolute(folder, ignored);
    while (!fs::exists(folder, ignored) && folder.has_relative_path())
        folder = folder.parent_path();
    return folder;
}

Diagnosis check_folder(std::string const& place)
{
    auto const folder = existing(place);
    std::error_code problem;
    auto const there = fs::exists(place, problem);
    if (!fs::is_directory(folder, problem) || access(folder.c_str(), W_OK | X_OK) != 0)
        return {Health::failed, "output", fmt::format("{} cannot be written", there ? place : folder.string()),
                "Give its folder to the user that runs almanac, or name another by output or --out."};
    auto const space = fs::space(folder, problem);
    if (!problem && space.available < little_space)
        return {Health::warning, "output", fmt::format("{}: {} MB are free", place, space.available >> 20U),
                "Make room on that disk."};
    return {Health::ok, "output",
            there ? fmt::format("{} can be written", place)
                  : fmt::format("{} is not there yet and can be made", place)};
}

/// All that a run does in a store, with an object that goes again.
Diagnosis check_store(Patient const& patient)
{
    auto const path = fmt::format("doctor/probe-{}", absl::ToUnixNanos(absl::Now()));
    std::string_view step = "opened";
    try {
        auto const store = make_store(patient.place, patient.plan.config.s3, patient.shell.environment);
        step = "written";
        store->put({path, "almanac doctor", "text/plain"});
        step = "read";
        auto const back = store->get(path);
        step = "listed";
        auto const listed = store->list("doctor/");
        step = "deleted from";
        store->remove(path);
        if (back == "almanac doctor" && std::ranges::find(listed, path) != listed.end())
            return {Health::ok, "output",
                    fmt::format("{} can be listed, written, read and deleted from", patient.place)};
        return {Health::failed, "output", fmt::format("{} does not give back what was stored", patient.place),
                "Is the endpoint a store that speaks like S3?"};
    } catch (std::exception const& error) {
        return {Health::failed, "output", fmt::format("{} cannot be {}: {}", patient.place, step, error.what())};
    }
}

/// When a source was last read, by the catalog.
Diagnosis check_catalog(Patient const& patient)
{
    try {
        auto place = open_place(patient.place, patient.plan.config, patient.shell);
        auto& catalog = look(place, patient.plan.config);
        auto last = absl::InfinitePast();
        for (auto const& source : patient.plan.sources)
            for (auto const& run : catalog.runs(source.id))
                last = std::max(last, run.time);
        if (last == absl::InfinitePast())
            return {Health::ok, "last run", "none yet"};
        auto const when = absl::FormatTime("%Y-%m-%d %H:%M UTC", last, absl::UTCTimeZone());
        auto const days = absl::ToInt64Hours(patient.now - last) / 24;
        if (patient.now - last > long_ago)
            return {Health::warning, "last run", fmt::format("{}, {} days ago", when, days),
                    "Does the schedule still start almanac? Its log says how the last try ended."};
        return {Health::ok, "last run", fmt::format("{}, {} days ago", when, days)};
    } catch (std::exception const& error) {
        return {Health::failed, "last run", fmt::format("the catalog cannot be read: {}", error.what())};
    }
}

/// The names of the secrets that sending a mail needs.
std::vector<std::string> mail_secrets(Config::Mail const& mail)
{
    std::vector<std::string> names{mail.smtp.user, mail.smtp.password};
    std::erase_if(names, [&](auto const& name) { return name.empty() || mail.to.empty() || mail.via != "smtp"; });
    return names;
}

/// Whether a run would call AWS at all.
bool needs_aws(Patient const& patient)
{
    auto const& mail = patient.plan.config.mail;
    if (is_remote(patient.place) || (!mail.to.empty() && mail.via == "ses"))
        return true;
    auto const places = secret_places(patient.plan.config, patient.shell);
    auto const is_kept_there = [&](auto const& name) {
        return read_secret_place(find_secret(name, places).origin).has_value();
    };
    if (std::ranges::any_of(mail_secrets(mail), is_kept_there))
        return true;
    return std::ranges::any_of(patient.plan.sources, [&](Source const& source) {
        return source.enabled && read_secret_place(find_token(source, places).origin);
    });
}

std::string validity(Credentials const& credentials)
{
    if (credentials.end_is_unknown())
        return "temporary; they do not tell until when";
    if (credentials.expiration == absl::InfiniteFuture())
        return "which do not expire";
    return fmt::format("valid until {}",
                       absl::FormatTime("%Y-%m-%d %H:%M UTC", credentials.expiration, absl::UTCTimeZone()));
}

}  // namespace

void check_place(Patient const& patient, bool may_sign, std::vector<Diagnosis>& diagnoses)
{
    if (is_remote(patient.place) && patient.offline) {
        diagnoses.push_back({Health::left_out, "output", std::string{not_asked}});
        return;
    }
    if (is_remote(patient.place) && !may_sign) {
        diagnoses.push_back({Health::left_out, "output", "not checked: that needs what failed above"});
        return;
    }
    diagnoses.push_back(is_remote(patient.place) ? check_store(patient) : check_folder(patient.place));
    if (diagnoses.back().health != Health::failed)
        diagnoses.push_back(check_catalog(patient));
}

bool check_credentials(Patient const& patient, std::vector<Diagnosis>& diagnoses)
{
    if (!needs_aws(patient)) {
        diagnoses.push_back({Health::ok, "AWS", "not needed: neither output, tokens nor mail are there"});
        return true;
    }
    if (patient.offline) {
        diagnoses.push_back({Health::left_out, "AWS", std::string{not_asked}});
        return true;
    }
    auto const before = diagnoses.size();
    CredentialChain chain{patient.shell.environment};
    try {
        auto const credentials = chain.get();
        diagnoses.push_back({Health::ok, "credentials", fmt::format("{}, {}", chain.origin(), validity(credentials))});
    } catch (CredentialError const& error) {
        diagnoses.push_back({Health::failed, "credentials", error.what(), "docs/aws.md lists all places."});
    }
    try {
        diagnoses.push_back({Health::ok, "region", chain.region()});
    } catch (CredentialError const& error) {
        if (chain.custom_endpoint(s3_service).empty())
            diagnoses.push_back({Health::failed, "region", error.what()});
        else
            diagnoses.push_back({Health::ok, "region", "none is set, and the endpoint needs none"});
    }
    return !any_failed(std::span{diagnoses}.subspan(before));
}

void check_tokens(Patient const& patient, std::vector<Diagnosis>& diagnoses)
{
    auto const places = secret_places(patient.plan.config, patient.shell);
    auto sources = patient.plan.sources;
    std::erase_if(sources, [](Source const& source) { return !source.enabled || source.token.empty(); });
    std::map<std::string, Token> tokens;
    if (patient.offline)
        for (auto const& source : sources)
            tokens[source.id] = find_token(source, places);
    else
        tokens = fetch_tokens(sources, places);
    std::map<std::string, std::vector<std::string>> users;  // of a token's name
    for (auto const& source : sources)
        users[source.token].push_back(source.id);
    for (auto const& [name, ids] : users) {
        auto const& token = tokens.at(ids.front());
        auto const subject = fmt::format("token {}", name);
        auto const of = fmt::format(" (of {})", join(ids, ", "));
        if (!token.ok() && token.origin.empty())
            diagnoses.push_back({Health::warning, subject, token.problem + of,
                                 "Until then they are skipped. Set the variable, or say in [tokens] where it is."});
        else if (!token.ok())
            diagnoses.push_back({Health::failed, subject, token.problem + of});
        else if (token.value.empty())
            diagnoses.push_back({Health::left_out, subject, fmt::format("{}: {}", token.origin, not_asked)});
        else
            diagnoses.push_back({Health::ok, subject, token.origin + of});
    }
}

void check_mail(Patient const& patient, std::vector<Diagnosis>& diagnoses)
{
    auto const& mail = patient.plan.config.mail;
    if (mail.to.empty())
        return;
    auto const places = secret_places(patient.plan.config, patient.shell);
    for (auto const& name : mail_secrets(mail)) {
        auto const secret = patient.offline ? find_secret(name, places) : fetch_secret(name, places);
        if (!secret.ok()) {
            diagnoses.push_back({Health::failed, "mail", secret.problem,
                                 "[mail.smtp] names it; without it the mail server takes no mail."});
            return;
        }
    }
    bool const by_ses = mail.via == "ses";
    auto const way = fmt::format("through {}", by_ses ? std::string{"SES"} : mail.smtp.host);
    if (patient.offline) {
        diagnoses.push_back({Health::ok, "mail", fmt::format("{}; whether it answers was {}", way, not_asked)});
        return;
    }
    auto const problem = by_ses ? std::string{} : try_mail_server(mail, places, absl::Seconds(15));
    if (problem.empty())
        diagnoses.push_back({Health::ok, "mail", fmt::format("{}; `almanac mail --test` sends one", way)});
    else
        diagnoses.push_back({Health::failed, "mail", fmt::format("{}: {}", way, problem),
                             "Correct host, port, security, user or password in [mail.smtp]; a firewall may be in the "
                             "way too."});
}

void check_ca_list(std::vector<Diagnosis>& diagnoses)
{
    auto const file = find_ca_file();
    if (file.empty())
        diagnoses.push_back({Health::failed, "CA list", "none is here: no secure connection can be made",
                             "Install ca-certificates, or name a list in SSL_CERT_FILE."});
    else if (!std::ifstream{file})
        diagnoses.push_back({Health::failed, "CA list", fmt::format("{} cannot be read", file),
                             "SSL_CERT_FILE names it: correct that, or unset it."});
    else
        diagnoses.push_back({Health::ok, "CA list", file});
}

}  // namespace almanac
