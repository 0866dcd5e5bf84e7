"""How mkdocs-jupyter runs a lab; nbconvert finds this file by JUPYTER_CONFIG_PATH."""

import os

c = globals()["get_config"]()  # nbconvert puts it here

# The default is to wait for ever. A lab takes seconds; a busy machine may need ten times as many.
c.NotebookClient.timeout = int(os.environ.get("LAB_SECONDS", "120"))
c.NotebookClient.record_timing = False  # else no two runs are alike
c.NotebookClient.shutdown_kernel = "immediate"  # there is nothing to save
c.KernelManager.transport_encryption = "required"  # else a warning about it stands above each run
