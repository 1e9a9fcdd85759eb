#include "read/json.hpp"

#include "read/recipe_engine.hpp"

namespace almanac {

Reading JsonReader::read(ReadContext const& context)
{
    return read_by_recipe(context);
}

}  // namespace almanac
