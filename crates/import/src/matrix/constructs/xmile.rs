//! Constructs of XMILE.

use super::{Construct, means, silent};

/// A file around variables, unless the example is what follows the header itself.
pub(super) fn file(example: &str) -> String {
    let (before, variables) = match example.split_once("@@") {
        Some((before, variables)) => (before, variables),
        None => ("", example),
    };
    let specs = "<sim_specs><start>0</start><stop>10</stop><dt>1</dt></sim_specs>";
    let specs = if before.contains("<sim_specs") { "" } else { specs };
    format!("<xmile version=\"1.0\"><header/>{specs}{before}<model><variables>{variables}</variables></model></xmile>")
}

/// Two dimensions.
macro_rules! dims {
    ($text:literal) => {
        concat!("<dimensions><dim name=\"D\"><elem name=\"a\"/><elem name=\"b\"/></dim><dim name=\"N\" size=\"3\"/></dimensions>@@", $text)
    };
}

#[rustfmt::skip]
pub(super) const CONSTRUCTS: &[Construct] = &[
    means("Stock, flow, auxiliary", "<stock name=\"s\"><eqn>5</eqn><inflow>f</inflow></stock><flow name=\"f\"><eqn>s / 2</eqn></flow><aux name=\"x\"><eqn>1</eqn></aux>", ""),
    means("`IF ... THEN ... ELSE`, `AND`, `OR`, `NOT`, `MOD`, `//`", "<aux name=\"x\"><eqn>IF NOT (1 &gt; 2) AND TIME &lt; 5 THEN 7 MOD 2 ELSE 1 // 0</eqn></aux>", ""),
    means("Stock that stays at or above zero, `<non_negative/>`", "<stock name=\"s\"><eqn>5</eqn><outflow>f</outflow><non_negative/></stock><flow name=\"f\"><eqn>9</eqn></flow>", "the outflow is cut, wherever it is read"),
    means("Flow that stays at or above zero", "<stock name=\"s\"><eqn>5</eqn><inflow>f</inflow></stock><flow name=\"f\"><eqn>-9</eqn><non_negative/></flow>", ""),
    means("`<behavior>`: stocks or flows at or above zero throughout", "<behavior><stock><non_negative/></stock></behavior>@@<stock name=\"s\"><eqn>5</eqn></stock>", ""),
    means("Initial value by an equation of its own, `<init_eqn>`", "<aux name=\"x\"><eqn>TIME</eqn><init_eqn>3</init_eqn></aux>", ""),
    means("Graphical function: continuous", "<aux name=\"x\"><eqn>TIME</eqn><gf><xscale min=\"0\" max=\"2\"/><ypts>1,2,3</ypts></gf></aux>", ""),
    means("Graphical function: extrapolated", "<aux name=\"x\"><eqn>TIME</eqn><gf type=\"extrapolate\"><xpts>0,1</xpts><ypts>1,2</ypts></gf></aux>", ""),
    means("Graphical function: discrete", "<aux name=\"x\"><eqn>TIME</eqn><gf type=\"discrete\"><xpts>0,1</xpts><ypts>1,2</ypts></gf></aux>", ""),
    means("Graphical function by itself, `<gf name=...>`, called or looked up", "<gf name=\"t\"><xpts>0,1</xpts><ypts>1,2</ypts></gf><aux name=\"x\"><eqn>LOOKUP(t, .5) + t(.5)</eqn></aux>", ""),
    means("Array with one equation", dims!("<aux name=\"x\"><dimensions><dim name=\"D\"/></dimensions><eqn>1</eqn></aux>"), ""),
    means("Array with an equation for each element", dims!("<aux name=\"x\"><dimensions><dim name=\"D\"/></dimensions><element subscript=\"a\"><eqn>1</eqn></element><element subscript=\"b\"><eqn>2</eqn></element></aux>"), ""),
    means("Array with a list of numbers, `<eqn>1, 2, 3</eqn>`", dims!("<aux name=\"x\"><dimensions><dim name=\"N\"/></dimensions><eqn>1, 2, 3</eqn></aux>"), ""),
    means("Element by name or position, `x[a]`, `x[2]`", dims!("<aux name=\"x\"><dimensions><dim name=\"D\"/></dimensions><eqn>1</eqn></aux><aux name=\"y\"><eqn>x[a] + x[2]</eqn></aux>"), ""),
    means("Element by a computed position, `x[i + 1]`", dims!("<aux name=\"x\"><dimensions><dim name=\"N\"/></dimensions><eqn>1</eqn></aux><aux name=\"y\"><eqn>x[INT(TIME / 5) + 1]</eqn></aux>"), ""),
    means("All elements and some, `x[*]`, `x[1:2]`", dims!("<aux name=\"x\"><dimensions><dim name=\"N\"/></dimensions><eqn>1</eqn></aux><aux name=\"y\"><eqn>SUM(x[*]) + SUM(x[1:2])</eqn></aux>"), ""),
    means("Transposed, `x'`", dims!("<aux name=\"x\"><dimensions><dim name=\"D\"/><dim name=\"N\"/></dimensions><eqn>1</eqn></aux><aux name=\"y\"><dimensions><dim name=\"N\"/><dim name=\"D\"/></dimensions><eqn>x'</eqn></aux>"), ""),
    means("Arrayed stocks and flows", dims!("<stock name=\"s\"><dimensions><dim name=\"D\"/></dimensions><eqn>5</eqn><inflow>f</inflow></stock><flow name=\"f\"><dimensions><dim name=\"D\"/></dimensions><eqn>s / 2</eqn></flow>"), ""),
    means("Macro", "<macro name=\"M\"><parm>a</parm><eqn>a * 2</eqn></macro>@@<aux name=\"x\"><eqn>M(3)</eqn></aux>", ""),
    means("Macro with variables of its own", "<macro name=\"M\"><parm>a</parm><eqn>b + 1</eqn><variables><aux name=\"b\"><eqn>a * 2</eqn></aux></variables></macro>@@<aux name=\"x\"><eqn>M(3)</eqn></aux>", ""),
    means("Default of a macro's parameter", "<macro name=\"M\"><parm default=\"2\">a</parm><eqn>a * 2</eqn></macro>@@<aux name=\"x\"><eqn>M()</eqn></aux>", ""),
    means("Module, with `<connect>` and names such as `.area`", "<module name=\"m\"><connect to=\"m.in\" from=\".k\"/></module><aux name=\"k\"><eqn>2</eqn></aux><aux name=\"x\"><eqn>m.out</eqn></aux></variables></model><model name=\"m\"><variables><aux name=\"in\" access=\"input\"><eqn>0</eqn></aux><aux name=\"out\"><eqn>in * 2</eqn></aux>", ""),
    means("Conveyor", "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow><outflow>g</outflow><conveyor><len>4</len></conveyor></stock><flow name=\"f\"><eqn>1</eqn></flow><flow name=\"g\"/>", ""),
    means("Conveyor with a leak", "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow><outflow>g</outflow><outflow>h</outflow><conveyor><len>4</len></conveyor></stock><flow name=\"f\"><eqn>1</eqn></flow><flow name=\"g\"/><flow name=\"h\"><eqn>.1</eqn><leak/></flow>", ""),
    means("Conveyor with a capacity or a limit of its inflow", "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow><outflow>g</outflow><conveyor><len>4</len><capacity>3</capacity></conveyor></stock><flow name=\"f\"><eqn>1</eqn></flow><flow name=\"g\"/>", ""),
    means("Queue", "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow><outflow>g</outflow><queue/></stock><flow name=\"f\"><eqn>1</eqn></flow><flow name=\"g\"/><stock name=\"t\"><eqn>0</eqn><inflow>g</inflow><outflow>h</outflow><conveyor><len>4</len></conveyor></stock><flow name=\"h\"/>", ""),
    means("Oven", "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow><outflow>g</outflow><oven><len>4</len></oven></stock><flow name=\"f\"><eqn>1</eqn></flow><flow name=\"g\"/>", ""),
    means("`<dt reciprocal=\"true\">`", "<sim_specs><start>0</start><stop>10</stop><dt reciprocal=\"true\">4</dt></sim_specs>@@<aux name=\"x\"><eqn>DT</eqn></aux>", ""),
    means("Method `Euler`, `RK2`, `RK4`", "<sim_specs method=\"RK4\"><start>0</start><stop>10</stop><dt>1</dt></sim_specs>@@<aux name=\"x\"><eqn>1</eqn></aux>", ""),
    means("Method with a step that adapts itself, `RK45`", "<sim_specs method=\"RK45\"><start>0</start><stop>10</stop><dt>1</dt></sim_specs>@@<aux name=\"x\"><eqn>1</eqn></aux>", ""),
    means("Variable without an equation", "<aux name=\"x\"/>", ""),
    means("An undeclared prefix such as `isee:`", "<isee:prefs show=\"1\"/>@@<aux name=\"x\"><eqn>1</eqn></aux>", ""),
    silent("Values imported from other files, `<data>`", "<data><import type=\"CSV\" resource=\"d.csv\"/></data>@@<aux name=\"x\"><eqn>1</eqn></aux>", "warned of"),
    silent("Units, ranges, scales, documentation", "<aux name=\"x\"><eqn>1</eqn><units>m</units><range min=\"0\" max=\"9\"/><doc>Notes</doc></aux>", "`check` reads the units"),
    silent("Definitions of units, `<model_units>`", "<model_units><unit name=\"crowd\"><eqn>person</eqn></unit></model_units>@@<aux name=\"x\"><eqn>1</eqn></aux>", "`check` reads them"),
    silent("Groups and sectors", "<group name=\"g\"><var>x</var></group><aux name=\"x\"><eqn>1</eqn></aux>", ""),
    silent("Views, styles, interfaces, preferences", "<style/><prefs/>@@<aux name=\"x\"><eqn>1</eqn></aux></variables><views><view/></views><variables>", ""),
    silent("Event posters", "<aux name=\"x\"><eqn>1</eqn><event_poster min=\"0\" max=\"9\"/></aux>", "a run is not paused"),
];
