import { createClient } from "sluice";
import { done } from "../done.js";

done(createClient().apiRequest({ name: "getThing", data: { id: 1 } }));
