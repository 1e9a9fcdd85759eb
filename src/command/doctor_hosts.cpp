#include "command/doctor_checks.hpp"
#include "command/fetching.hpp"
#include "fetch/url.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace almanac {
namespace {

constexpr absl::Duration tolerated_clock = absl::Minutes(5);  // what AWS takes; S3 alone takes 15

/// One request for each host that a run would ask: its robots.txt, which a polite client reads first anyway.
std::vector<Request> requests_of(Plan const& plan)
{
    std::vector<Request> requests;
    std::set<std::string> known;
    for (auto const& source : plan.sources) {
        auto const host = host_of(source.url);
        auto const end = source.url.find('/', source.url.find("://") + 3);
        if (!source.enabled || host.empty() || host.find('{') != std::string::npos || !known.insert(host).second)
            continue;
        requests.push_back({.source = source.id, .url = source.url.substr(0, end) + "/robots.txt"});
    }
    return requests;
}

std::vector<Page> ask(Plan plan, std::span<Request const> requests, Shell const& shell)
{
    auto& fetch = plan.config.fetch;
    fetch.tries = 1;
    fetch.connect_timeout = std::chrono::seconds{5};
    fetch.request_timeout = std::chrono::seconds{8};
    fetch.deadline = std::chrono::seconds{20};
    FetchingOptions options;
    options.only = {"none: no token is needed"};
    auto fetching = make_fetching(options, plan, shell);
    return fetching.fetcher->get(requests);
}

/// Whether the host answered, be it with a refusal.
bool answered(Page const& page)
{
    return page.ok() || page.status != 0 || page.problem == FetchProblem::forbidden_by_robots;
}

std::string cure_of(FetchProblem problem, std::string const& source)
{
    switch (problem) {
    case FetchProblem::dns:
        return fmt::format("Is `url` of the source {} right, or did the site move? `almanac probe` finds its new "
                           "calendar.",
                           source);
    case FetchProblem::tls: return "Is the site's certificate broken, or the CA list old?";
    case FetchProblem::forbidden_address:
        return fmt::format("Set allow_private = true in the source {} when it is meant.", source);
    case FetchProblem::connect:
    case FetchProblem::timeout: return "Is the site down, or does a firewall keep this machine out?";
    default: return fmt::format("Ask again later; `almanac explain {}` shows the source in full.", source);
    }
}

std::optional<absl::Duration> clock_difference(std::span<Page const> pages)
{
    std::vector<absl::Duration> differences;
    for (auto const& page : pages) {
        absl::Time theirs;
        if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", std::string{header(page.headers, "Date")}, &theirs, nullptr))
            differences.push_back(absl::Now() - theirs);
    }
    if (differences.empty())
        return std::nullopt;
    auto const middle = differences.begin() + std::ssize(differences) / 2;
    std::ranges::nth_element(differences, middle);  // one site's clock may be wrong
    return *middle;
}

Diagnosis check_clock(std::span<Page const> pages)
{
    auto const difference = clock_difference(pages);
    if (!difference)
        return {Health::left_out, "clock", "no host told its time"};
    if (absl::AbsDuration(*difference) > tolerated_clock)
        return {Health::warning, "clock",
                fmt::format("this machine's is {:.0f} minutes {}",
                            absl::ToDoubleMinutes(absl::AbsDuration(*difference)),
                            *difference > absl::ZeroDuration() ? "fast" : "slow"),
                "Set it, for example by timedatectl set-ntp true: AWS refuses signatures of another time."};
    return {Health::ok, "clock", "agrees with that of the hosts"};
}

/// Whether names are known at all, and whether hosts answer at all.
void check_all_hosts(std::span<Page const> pages, std::vector<Diagnosis>& diagnoses)
{
    auto const total = std::ssize(pages);
    auto const known = total - std::ranges::count(pages, FetchProblem::dns, &Page::problem);
    if (known == 0)
        diagnoses.push_back({Health::failed, "DNS", "no name is known",
                             "Is the network there? See /etc/resolv.conf; in a VPC, its DNS support."});
    else
        diagnoses.push_back({known == total ? Health::ok : Health::warning, "DNS",
                             fmt::format("{} of {} names are known", known, total),
                             known == total ? "" : "Look below for the others."});
    auto const reached = std::ranges::count_if(pages, answered);
    auto const found = fmt::format("{} of {} answer", reached, total);
    if (reached > 0)
        diagnoses.push_back({reached == total ? Health::ok : Health::warning, "hosts", found});
    else
        diagnoses.push_back({Health::failed, "hosts", found,
                             "A run would read nothing. May this machine ask the web: firewall, security group, a "
                             "route to the Internet?"});
}

}  // namespace

void check_hosts(Patient const& patient, std::vector<Diagnosis>& diagnoses)
{
    auto const requests = requests_of(patient.plan);
    if (patient.offline || requests.empty()) {
        diagnoses.push_back(
            {Health::left_out, "hosts", patient.offline ? "not checked (--offline)" : "there is no source to ask for"});
        return;
    }
    auto const pages = ask(patient.plan, requests, patient.shell);
    check_all_hosts(pages, diagnoses);
    bool const some_known =
        std::ranges::any_of(pages, [](Page const& page) { return page.problem != FetchProblem::dns; });
    for (std::size_t i = 0; i < pages.size(); ++i)
        if (!answered(pages[i]) && some_known)
            diagnoses.push_back({Health::warning, host_of(pages[i].url), pages[i].message,
                                 cure_of(pages[i].problem, requests[i].source)});
    diagnoses.push_back(check_clock(pages));
}

}  // namespace almanac
