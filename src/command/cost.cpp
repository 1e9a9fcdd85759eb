#include "command/cost.hpp"

#include "command/open_place.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "config/error.hpp"
#include "json/json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

extern "C" char const almanac_prices_begin[];
extern "C" char const almanac_prices_end[];

namespace almanac {
namespace {

constexpr double seconds_of_hour = 3600;
constexpr double hours_of_month = 730;  // as AWS reckons a month

struct Options {
    PlanOptions plan;
    std::string out;
    std::string method;
    std::string region;
    std::string architecture = "x86_64";
    double runs = 2;
    double seconds = 0;  ///< 0, and below: as the last harvest has it
    double memory = 0;
    double storage = -1;
};

struct Price {
    double dollars = 0;
    double free = 0;  ///< units of a month that never cost anything
    std::string source;
    bool confirmed = false;
};

struct PriceTable {
    std::string checked;
    std::string region;
    std::map<std::string, Price, std::less<>> prices;
};

/// One line of a bill: so many units of a price.
struct Item {
    std::string what;
    double units = 0;
    std::string unit;
    std::string price;
};

void declare(Parser& parser, Options& options)
{
    parser.add("--method", options.method, "Only this way of running (default: all)")
        .value("METHOD")
        .one_of({"lambda", "ec2", "ecs"});
    parser.add("--runs", options.runs, "Harvests a month (default: 2)").value("N").between(0.0, 100000.0);
    parser.add("--seconds", options.seconds, "How long a harvest takes (default: as the last one, else 300)")
        .value("S")
        .between(0.001, 86400.0);
    parser.add("--memory", options.memory, "MB of the Lambda function (default: room for the last harvest, from 128)")
        .value("MB")
        .between(128.0, 10240.0);
    parser.add("--storage", options.storage, "GB kept in S3 (default: what is stored now, else 0.1)")
        .value("GB")
        .between(0.0, 100000.0);
    parser.add("--architecture", options.architecture, "The processor (default: x86_64)")
        .value("NAME")
        .one_of({"x86_64", "arm64"});
    parser.add("--region", options.region, "Region of the prices; there is one table").value("REGION");
    parser.add("--out", options.out, "Where the last harvest was published (default: output of almanac.toml)")
        .value("PLACE");
    declare_plan(parser, options.plan);
}

PriceTable price_table()
{
    auto const value = read_json(std::string_view{almanac_prices_begin, almanac_prices_end});
    auto const& root = value.as_object();
    PriceTable table{root.at("checked").as_string().c_str(), root.at("region").as_string().c_str(), {}};
    for (auto const& entry : root.at("prices").as_array()) {
        auto const& price = entry.as_object();
        table.prices.emplace(price.at("item").as_string().c_str(),
                             Price{price.at("dollars").to_number<double>(), price.at("free").to_number<double>(),
                                   price.at("source").as_string().c_str(), price.at("confirmed").as_bool()});
    }
    return table;
}

/// What is known of the last harvest; zero: nothing.
struct Known {
    double seconds = 0;
    bool of_slowest_source = false;  ///< the seconds are; as sources are read side by side, it takes that at least
    double megabytes = 0;            ///< of memory
    double stored = 0;               ///< bytes in the place
};

Known look_at(OpenPlace& place, Plan const& plan)
{
    Known known;
    for (auto const& entry : place.store->entries(""))
        known.stored += static_cast<double>(entry.bytes);
    auto& catalog = look(place, plan.config);
    auto newest = absl::InfinitePast();
    for (auto const& source : plan.sources) {
        auto const runs = catalog.runs(source.id);
        if (runs.empty() || runs.front().time < newest)
            continue;
        known.seconds =
            runs.front().time > newest ? runs.front().seconds : std::max(known.seconds, runs.front().seconds);
        newest = runs.front().time;
    }
    known.of_slowest_source = true;
    if (auto const figures = catalog.last_harvest()) {
        known.megabytes = figures->megabytes;
        if (figures->time >= newest) {
            known.seconds = figures->seconds;
            known.of_slowest_source = false;
        }
    }
    return known;
}

/// A bucket that cannot be reached is no reason to show no prices.
Known last_harvest(Options const& options, Shell& shell)
try {
    auto const plan = load_plan(options.plan, true);
    auto place = open_place(options.out.empty() ? plan.config.output : options.out, plan.config, shell);
    return look_at(place, plan);
} catch (StoreError const& error) {
    print(shell.err, fmt::format("almanac cost: the last harvest is not known: {}\n", error.what()));
    return {};
}

/// The function's memory for a harvest: a quarter more than it had at most, in the steps of 64 MB that people choose.
double memory_for(double megabytes)
{
    return std::max(128.0, std::ceil(megabytes * 1.25 / 64) * 64);
}

/// Takes from the last harvest what was not given, and says of each figure where it is from.
std::string complete(Options& options, Shell& shell)
{
    bool const all_given = options.seconds > 0 && options.memory > 0 && options.storage >= 0;
    auto const known = all_given ? Known{} : last_harvest(options, shell);
    std::string_view seconds = "as given";
    if (options.seconds <= 0) {
        seconds = known.seconds <= 0        ? "assumed: no harvest is known"
                  : known.of_slowest_source ? "the slowest source of the last harvest"
                                            : "as the last harvest";
        options.seconds = known.seconds > 0 ? known.seconds : 300;
    }
    std::string memory = "as given";
    if (options.memory <= 0) {
        memory = known.megabytes > 0 ? fmt::format("the last harvest had {:.3g} MB at most", known.megabytes)
                                     : "assumed: no harvest is known";
        options.memory = memory_for(known.megabytes);
    }
    std::string_view storage = "as given";
    if (options.storage < 0) {
        storage = known.stored > 0 ? "what is stored now" : "assumed: nothing is stored yet";
        options.storage = known.stored > 0 ? known.stored / 1e9 : 0.1;
    }
    return fmt::format(
        "{:g} harvests a month on {}.\n  time     {:>8.4g} s   {}\n  memory   {:>8.4g} MB  {}\n  storage  "
        "{:>8.3g} GB  {}\n",
        options.runs, options.architecture, options.seconds, seconds, options.memory, memory, options.storage, storage);
}

/// What every way has: files, log, schedule and the daily watch (deploy/base). A run stores some 20 objects, reads
/// some 10 and logs less than 1 MB; the watch takes 4 steps a day.
std::vector<Item> shared_items(Options const& options)
{
    return {{"S3: storage", options.storage, "GB-month", "s3.gb_month"},
            {"S3: files written", options.runs * 20, "requests", "s3.put"},
            {"S3: files read", options.runs * 10, "requests", "s3.get"},
            {"Log", options.runs * 0.001, "GB", "logs.gb"},
            {"Schedules", options.runs + 30, "calls", "scheduler.invocation"},
            {"Watch", 30 * 4, "steps", "states.transition"},
            {"Alarm", 1, "alarm", "alarm.month"}};
}

/// What each way adds. EC2 and Fargate bill at least a minute; a machine takes some 60 s to start and end, a task 20 s.
std::vector<Item> items_of(std::string_view method, Options const& options)
{
    auto const& cpu = options.architecture;
    if (method == "lambda")
        return {{"Lambda: memory x time", options.runs * options.seconds * options.memory / 1024, "GB-s",
                 "lambda.gb_second." + cpu},
                {"Lambda: calls", options.runs, "calls", "lambda.request"}};
    auto const start = method == "ec2" ? 60.0 : 20.0;
    auto const hours = options.runs * std::max(60.0, options.seconds + start) / seconds_of_hour;
    if (method == "ec2")
        return {{cpu == "arm64" ? "EC2: t4g.nano" : "EC2: t3.nano", hours, "hours", "ec2.hour." + cpu},
                {"EC2: disk of 8 GB", hours * 8 / hours_of_month, "GB-month", "ebs.gb_month"},
                {"EC2: public address", hours, "hours", "ipv4.hour"}};
    return {{"Fargate: 0.25 vCPU", hours * 0.25, "vCPU-h", "fargate.vcpu_hour." + cpu},
            {"Fargate: 0.5 GB", hours * 0.5, "GB-h", "fargate.gb_hour." + cpu},
            {"Fargate: public address", hours, "hours", "ipv4.hour"},
            {"ECR: 3 images of 10 MB", 0.03, "GB-month", "ecr.gb_month"}};
}

struct Sum {
    double listed = 0;
    double free = 0;
};

std::string to_line(Item const& item, PriceTable const& table, Sum& sum)
{
    auto const& price = table.prices.at(item.price);
    auto const listed = item.units * price.dollars;
    auto const free = std::max(0.0, item.units - price.free) * price.dollars;
    sum.listed += listed;
    sum.free += free;
    return fmt::format("  {:24} {:>12.5g} {:10} {:>12.10g}{} {:>10.6f} {:>14.6f}\n", item.what, item.units, item.unit,
                       price.dollars, price.confirmed ? ' ' : '?', listed, free);
}

std::string to_total(std::string_view what, Sum const& sum)
{
    return fmt::format("  {:24} {:>12} {:10} {:>13} {:>10.6f} {:>14.6f}\n", what, "", "", "", sum.listed, sum.free);
}

std::string bill(std::string_view method, Options const& options, PriceTable const& table)
{
    auto out = fmt::format("\n{}\n  {:24} {:>12} {:10} {:>13} {:>10} {:>14}\n", method, "", "a month", "", "$ each",
                           "$ listed", "$ with free");
    Sum harvests;
    for (auto const& item : items_of(method, options))
        out += to_line(item, table, harvests);
    out += to_total("= the harvests", harvests);
    auto all = harvests;
    for (auto const& item : shared_items(options))
        out += to_line(item, table, all);
    return out + to_total("= together", all);
}

int run(Options const& given, Shell& shell)
{
    auto options = given;
    auto const table = price_table();
    if (!options.region.empty() && options.region != table.region)
        throw ConfigError{fmt::format("--region: there is no table of prices for '{}', only for {}. Other regions have "
                                      "other prices; leave the option out to see those of {}.",
                                      options.region, table.region, table.region)};
    auto out = complete(options, shell) +
               fmt::format("Prices of {}, looked up {}; those with ? are not confirmed. Sources: deploy/prices.json.\n",
                           table.region, table.checked);
    for (std::string_view const method : {"lambda", "ec2", "ecs"})
        if (options.method.empty() || options.method == method)
            out += bill(method, options, table);
    print(shell.out, out);
    return 0;
}

}  // namespace

Command cost_command()
{
    Command command;
    command.name = "cost";
    command.summary = "Reckon what harvests in the cloud cost";
    command.description =
        "Multiplies what a harvest takes by the prices of AWS, line by line, for each way of running it in "
        "deploy/: as listed, and with what every account has for free each month, whatever its age. The "
        "prices are dated and part of the program. Time, memory and storage are those of the last harvest, which is "
        "asked for where `output` says, be it a bucket; the options say others.";
    command.examples = {{"almanac cost", "Every way, with the figures of the last harvest."},
                        {"almanac cost --method lambda --runs 2 --seconds 300", "Two harvests of five minutes."}};
    command.exit_codes = {{0, "the table was printed"},
                          {1, "the catalog cannot be read"},
                          {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
