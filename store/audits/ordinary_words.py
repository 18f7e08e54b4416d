"""Words of every day that are names too, and parts of names that tell nobody.

`ORDINARY` needs a capital to be taken for a name: "the plan will be reviewed" names no Will.
"""

_ORDINARY = """
a all amber an and angel any april archer art as ash at august autumn baker ball banks barber bay
be bee bell best bill bird bishop black blessing blue bob bond bright brook brother brown buddy
bush by can candy care carol carter case chance charity chase cherry child children christian
church clay clear cliff cook cooper coral cross crystal daily daisy dale dash dawn day dean denim
destiny do dot drew duke dusty earl early east echo ember eve faith family father favour fern
field fields first fisher flint ford forest forrest fort fox frank gale gates gene gentle gift
ginger go good grace grant gray green grey guy had hall hand happy hard harmony hart has have
hazel he head heather heaven her here hero hill his holly home honey honor honour hope house
hudson hunt hunter if in indigo iris is it ivy jack jade jasmine jay jean jet journey joy jubilee
june justice key kind king kit knight lake lamb land lane lark last late laurel law leaf lee
legend les liberty lily little long lou love lyric magic major maple mark marsh mason max may me
melody mercedes mercy merit mick mike miles mills milo minor misty moon mother my navy new night
no noble north not nova now ocean of old olive on one opal or orion page paris park parker parks
pat patience peace pearl penny perry petal phoenix piper pippin plain pope poppy porter power
precious price pride prince prudence queen quest rain ray read reader reason red reed rice rich
river rivers rob robin rocky rory rose rowan royal ruby rush rusty sage saint sandy saw school
season see seen sharp she shepherd short sienna singer sister skip sky small smith snow so sonny
south sparrow spring star steel stone storm story strong sue summer sunday sunny swan sweet tanner
taylor tempest temple ten the then there they tiger to true trust two unity up us vale valentine
venus vernon violet wade walker wall ward was waters we weeks wells were west white will winter
wise wolf wood woods worker wren young zion
"""

_PARTICLES = """
ab abu al and ap bin binti d da das de den der di dos du el ibn l la le mac mc o of san st te ten
ter the umm van von zu zur
"""

ORDINARY = frozenset(_ORDINARY.split())
PARTICLES = frozenset(_PARTICLES.split())
