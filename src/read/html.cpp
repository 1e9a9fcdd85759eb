#include "read/html.hpp"

#include "read/recipe_engine.hpp"

namespace almanac {

Reading HtmlReader::read(ReadContext const& context)
{
    return read_by_recipe(context);
}

}  // namespace almanac
