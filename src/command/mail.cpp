#include "command/mail.hpp"

#include "command/mailing.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/publishing.hpp"
#include "config/error.hpp"
#include "deliver/outbox.hpp"
#include "store/posix.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    PublishingOptions publishing;
    std::string preview;
    bool test = false;
};

void declare(Parser& parser, Options& options)
{
    parser.add_flag("--test", options.test, "Send a test mail now: the mail of the last run, marked as a test");
    parser
        .add("--preview", options.preview,
             "Write the mail of the last run instead: as HTML, as text (.txt) or as it is sent (.eml)")
        .value("FILE");
    parser.add("--out", options.publishing.out, "Where the run was published (default: output of almanac.toml)")
        .value("PLACE");
    declare_plan(parser, options.plan);
}

/// Before the first run there is a mail to test with all the same.
MailContent example_content(std::string const& place, Config const& config)
{
    auto const now = absl::Now();
    return {.run = run_name(now), .time = now, .timezone = config.timezone, .place = place};
}

struct Chosen {
    MailContent content;
    bool is_of_a_run = false;
};

Chosen newest(Catalog& catalog, std::string const& place, Config const& config)
{
    auto const mails = catalog.mails();
    if (mails.empty())
        return {example_content(place, config)};
    return {read_mail_content(mails.front().content), true};
}

int preview(Chosen const& chosen, Config::Mail const& mail, Store& store, std::string const& file, Shell& shell)
{
    if (!chosen.is_of_a_run)
        throw std::runtime_error{
            "there is no mail to show yet: it is made by a run with [mail] in almanac.toml. To try "
            "the server: almanac mail --test"};
    auto const message = make_message(chosen.content, mail, store, chosen.content.time);
    auto const bytes = file.ends_with(".eml")                  ? to_rfc5322(message)
                       : file.ends_with(".txt") || file == "-" ? message.text
                                                               : message.html;
    if (file == "-") {
        print(shell.out, bytes);
        return 0;
    }
    write_file(file, bytes);
    print(shell.out, fmt::format("Wrote {}: {}\n", file, message.subject));
    return 0;
}

int send_test(Chosen const& chosen, Config const& config, Store& store, Shell& shell)
{
    auto const& mail = config.mail;
    auto message = make_message(chosen.content, mail, store, absl::Now(),
                                chosen.is_of_a_run ? "This is a test: it repeats the mail of the last run."
                                                   : "This is a test: no run has been published yet.");
    message.id = "test." + message.id;
    message.subject = "Test: " + message.subject;
    auto const bytes = to_rfc5322(message);
    auto const sent = make_sender(mail, secret_places(config, shell))({mail.from.address, recipients(mail), bytes},
                                                                      absl::Seconds(60));
    if (!sent.ok()) {
        print(shell.err, fmt::format("almanac mail: the mail was not sent: {}.\n", sent.problem));
        return 1;
    }
    for (auto const& [address, problem] : sent.refused)
        print(shell.err, fmt::format("almanac mail: the server refused {}: {}\n", address, problem));
    print(shell.out, fmt::format("Handed over by {}, {} KB: {}\n", mail.via == "ses" ? "SES" : mail.smtp.host,
                                 (bytes.size() + 1023) / 1024, message.subject));
    return sent.refused.empty() ? 0 : 1;
}

int list(Catalog& catalog, Shell& shell)
{
    auto const mails = catalog.mails();
    if (mails.empty())
        print(shell.out, "No run has made a mail yet.\n");
    for (auto const& kept : mails)
        print(shell.out,
              fmt::format("{}  {:8}  {}{}\n", kept.run, kept.state, to_mail_subject(read_mail_content(kept.content)),
                          kept.problem.empty() ? "" : fmt::format("\n    {}", kept.problem)));
    return 0;
}

int run(Options const& options, Shell& shell)
{
    auto const plan = load_plan(options.plan);
    auto const& mail = plan.config.mail;
    if (mail.to.empty())
        throw ConfigError{fmt::format("{}: there is no [mail], so no mail is sent. Add it with 'to' and 'from' "
                                      "(docs/mail.md).",
                                      options.plan.config)};
    auto place = open_place(place_of(options.publishing, plan), plan.config, shell);
    auto& catalog = look(place, plan.config);
    if (!options.test && options.preview.empty())
        return list(catalog, shell);
    auto const chosen = newest(catalog, place.name, plan.config);
    if (!options.preview.empty())
        return preview(chosen, mail, *place.store, options.preview, shell);
    return send_test(chosen, plan.config, *place.store, shell);
}

}  // namespace

Command mail_command()
{
    Command command;
    command.name = "mail";
    command.summary = "Show the mails of the runs, or send a test mail";
    command.description = "After a run, [mail] in almanac.toml sends a mail: what needs attention, what to do by hand, "
                          "what changed, and the files. Without an option the mails of the last runs are listed, and "
                          "what became of each. A mail that could not be sent waits for the next run.";
    command.examples = {{"almanac mail", "Which mails went out, which wait and why."},
                        {"almanac mail --test", "Is the server right? Send one now."},
                        {"almanac mail --preview mail.html", "Look at the mail of the last run in a browser."}};
    command.exit_codes = {{0, "listed, written, or handed over"},
                          {1, "the mail was not sent, or not to everybody; or there is none to show"},
                          {2, "an option or the configuration is wrong, or there is no [mail]"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
