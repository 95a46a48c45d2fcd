"""What the process from which commands are forked has done before: read the shipped data, compile the templates."""

from disclosure.data_files import data_names, load_data
from disclosure.places import PAGE_TEMPLATES
from disclosure.render.templates import _template

for name in data_names(""):
    load_data(f"{name}.yml")
for path in PAGE_TEMPLATES.glob("*.html"):
    _template(path.stem)
