#pragma once

#include "command/shell.hpp"
#include "config/config.hpp"
#include "config/secrets.hpp"
#include "read/reader.hpp"

#include <absl/time/time.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace almanac {

class Parser;

/// Where the configuration is: options that several commands share.
struct PlanOptions {
    std::string config = "almanac.toml";
    std::string sources = "sources";
};

/// Where secrets come from: the environment, and the places of [tokens].
[[nodiscard]] SecretPlaces secret_places(Config const& config, Shell const& shell);

void declare_plan(Parser& parser, PlanOptions& options);

/// Loads and checks the configuration. `optional`: when neither file nor folder is there, the defaults serve.
/// Throws ConfigError.
[[nodiscard]] Plan load_plan(PlanOptions const& options, bool optional = false);

/// The source of that id; throws ConfigError naming the nearest.
[[nodiscard]] Source const& find_source(Plan const& plan, std::string_view id);

[[nodiscard]] bool is_address(std::string_view input);

/// A whole file, or standard input for "-"; at most 64 MB. Throws std::runtime_error naming it.
[[nodiscard]] std::string read_input(std::string const& file);

/// " (did you mean 'X'?)", or nothing for an empty name.
[[nodiscard]] std::string suggestion(std::string_view name);

/// A line for people, or an object when --log json is given, on standard error. Info is shown on a terminal only.
void print_note(Note const& note, Shell& shell);
void print_notes(std::span<Note const> notes, Shell& shell);

}  // namespace almanac
